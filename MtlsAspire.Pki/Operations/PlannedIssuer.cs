namespace MtlsAspire.Pki.Operations;

/// <summary>Who signs a planned certificate.</summary>
internal enum PlannedIssuer
{
    /// <summary>The issuing CA.</summary>
    Issuing,

    /// <summary>The CA that nobody trusts.</summary>
    Untrusted,

    /// <summary>Its own key.</summary>
    Self,
}
