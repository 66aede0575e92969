using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Configuration;

/// <summary>What a CA of the hierarchy is like when it is made. A CA that exists already is not changed.</summary>
public sealed record AuthoritySettings
{
    /// <summary>Its common name.</summary>
    public required string CommonName { get; init; }

    /// <summary>The kind of its key.</summary>
    public KeyType KeyType { get; init; } = KeyType.EcdsaP256;

    /// <summary>How long its certificate is valid.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Which names it may certify; null for any. For an issuing CA only.</summary>
    public NameConstraints? NameConstraints { get; init; }
}
