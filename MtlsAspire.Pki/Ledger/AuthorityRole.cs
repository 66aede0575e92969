namespace MtlsAspire.Pki.Ledger;

/// <summary>What a CA is in the hierarchy.</summary>
public enum AuthorityRole
{
    /// <summary>The trust anchor; signs CAs and its own revocation list.</summary>
    Root,

    /// <summary>Signs leaves and its own revocation list.</summary>
    Issuing,
}
