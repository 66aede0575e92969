using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The chain that <see cref="System.Net.Security.SslStream"/> builds whether one wants it or not.</summary>
internal static class PlatformChain
{
    /// <summary>
    /// A policy that trusts nobody, by which it is built quickly and without verifying anything. What the peer sent is in the
    /// chain's extra store afterwards, and nothing else; the decision is <see cref="Validation.PeerValidator"/>'s.
    /// </summary>
    public static X509ChainPolicy Policy { get; } = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
