namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a one-time token with which an identity can be enrolled by EST.</summary>
internal sealed record TokenQuestion
{
    /// <summary>The identity's name.</summary>
    public required string Identity { get; init; }

    /// <summary>The host names and IP addresses that it may have; not for an identity that <c>pki.json</c> declares.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>How long the token may be used, 1 to 10080 minutes (a week); an hour if not given.</summary>
    public int Minutes { get; init; } = 60;
}
