namespace MtlsAspire.Pki.Service.Operator;

/// <summary>A new one-time token.</summary>
/// <param name="Id">Which one, as logs and the ledger call it; not secret.</param>
/// <param name="Identity">The identity that it can enrol.</param>
/// <param name="Token">The token itself. It is shown this once.</param>
/// <param name="ExpiresAt">From when on it is of no use, UTC.</param>
internal sealed record TokenAnswer(string Id, string Identity, string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Never the token: this ends up in logs.</summary>
    public override string ToString() => Id;
}
