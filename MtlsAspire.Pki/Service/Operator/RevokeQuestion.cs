namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for certificates to be revoked, finally.</summary>
/// <param name="Certificate">The name of an identity, all of whose valid certificates are meant, or a serial number in hexadecimal.</param>
/// <param name="Reason">Why: a reason of RFC 5280, 5.3.1, such as <c>keyCompromise</c> or <c>cessationOfOperation</c>.</param>
internal sealed record RevokeQuestion(string Certificate, string Reason = "unspecified");
