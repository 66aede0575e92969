namespace MtlsAspire.Pki.Ledger;

/// <summary>Where a CA is in its rollover (A; A and B; B).</summary>
public enum AuthorityState
{
    /// <summary>Made and made known, but signs nothing yet.</summary>
    Next,

    /// <summary>The one that signs.</summary>
    Active,

    /// <summary>Still trusted, and still publishes its revocation list; signs nothing new.</summary>
    Previous,

    /// <summary>No longer trusted; its key is gone.</summary>
    Retired,
}
