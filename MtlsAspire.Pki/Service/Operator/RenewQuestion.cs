namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a certificate to be renewed.</summary>
/// <param name="Key"><c>new</c> for a new key, as a rotation wants it, or <c>same</c>.</param>
internal sealed record RenewQuestion(string Key = "new");
