using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Operations;

/// <summary>A CA whose certificate is at hand, and whose key may be.</summary>
internal sealed class LoadedAuthority(string name, AuthorityState state, X509Certificate2 certificate, CertificateAuthority? signer, string keyPath) : IDisposable
{
    /// <summary>The name of its files.</summary>
    public string Name => name;

    /// <summary>Where it is in its rollover.</summary>
    public AuthorityState State => state;

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>Its key identifier.</summary>
    public string KeyId { get; } = KeyIdentifier.Of(certificate);

    /// <summary>Whether its key is at hand.</summary>
    public bool CanSign => signer is not null;

    /// <summary>The CA with its key.</summary>
    /// <exception cref="PkiException">The key is encrypted, and no passphrase was given.</exception>
    public CertificateAuthority Signer => signer ?? throw AuthorityFiles.Locked(keyPath);

    /// <inheritdoc/>
    public void Dispose()
    {
        signer?.Dispose();
        certificate.Dispose();
    }
}
