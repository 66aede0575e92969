namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a certificate to be revoked, finally.</summary>
internal sealed record RevokeQuestion
{
    /// <summary>The name of the identity, whose present certificate is meant, or a serial number in hexadecimal.</summary>
    public required string Certificate { get; init; }

    /// <summary>Why: a reason of RFC 5280, 5.3.1, such as <c>keyCompromise</c> or <c>cessationOfOperation</c>.</summary>
    public string Reason { get; init; } = "unspecified";
}
