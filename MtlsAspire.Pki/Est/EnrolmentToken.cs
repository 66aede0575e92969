namespace MtlsAspire.Pki.Est;

/// <summary>A one-time bootstrap token, as the ledger keeps it: without the token itself.</summary>
public sealed record EnrolmentToken
{
    /// <summary>Which token, for logs and the ledger; it opens nothing.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the identity that it may enrol, and no other.</summary>
    public required string Identity { get; init; }

    /// <summary>The host names and IP addresses that the identity may have, where <c>pki.json</c> does not declare it.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it is of no use, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, UTC; null while it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
