using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>A .NET client of the test's own, as plain as can be.</summary>
public static class Mtls
{
    /// <summary>Gets the server's greeting, or something else, with the certificate of an identity, trusting the AppHost's root CA alone.</summary>
    public static async Task<string> GetAsync(RunningAppHost appHost, string identity, CancellationToken cancellationToken, Uri? address = null)
    {
        using var identityCertificate = X509Certificate2.CreateFromPemFile(
            Path.Combine(appHost.Certs, $"{identity}.crt"), Path.Combine(appHost.Certs, $"{identity}.key"));
        using var root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(appHost.Certs, "ca.crt"));
        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPemFile(Path.Combine(appHost.Certs, $"{identity}.crt"));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(identityCertificate, intermediates, offline: true),
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { root },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(address ?? appHost.Server, cancellationToken);
    }
}
