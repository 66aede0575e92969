namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a certificate to be renewed.</summary>
internal sealed record RenewQuestion
{
    /// <summary><c>new</c> for a new key, as a rotation wants it, or <c>same</c>.</summary>
    public string Key { get; init; } = "new";
}
