namespace MtlsAspire.Pki.Ledger;

/// <summary>Which certificates to list; what is not set does not matter.</summary>
public sealed record LedgerFilter
{
    /// <summary>Everything.</summary>
    public static LedgerFilter All { get; } = new();

    /// <summary>The name of the identity or CA.</summary>
    public string? Name { get; init; }

    /// <summary>The issuer's key identifier.</summary>
    public string? IssuerKeyId { get; init; }

    /// <summary>What the certificates are for.</summary>
    public LedgerKind? Kind { get; init; }

    /// <summary>Whether they are revoked.</summary>
    public bool? Revoked { get; init; }

    /// <summary>Only those that are valid at this instant or later.</summary>
    public DateTimeOffset? EndsAfter { get; init; }

    /// <summary>Only the newest certificate of each name.</summary>
    public bool LatestOnly { get; init; }

    /// <summary>How many at most, the newest first.</summary>
    public int? Limit { get; init; }
}
