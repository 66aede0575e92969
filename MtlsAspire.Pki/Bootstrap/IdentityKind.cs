namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Which end of a connection an identity is.</summary>
public enum IdentityKind
{
    /// <summary>A TLS client.</summary>
    Client,

    /// <summary>A TLS server.</summary>
    Server,

    /// <summary>Both.</summary>
    Both,
}
