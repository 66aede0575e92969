using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.BoxLoad;

/// <summary>HTTP clients with a certificate, which trust a directory's root alone and keep their connections.</summary>
internal sealed class BoxClients : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _leaf;
    private readonly SocketsHttpHandler _handler;

    /// <param name="certs">The directory with the certificates.</param>
    /// <param name="connections">How many connections to each box at most.</param>
    public BoxClients(string certs, int connections)
    {
        var path = Path.Combine(certs, "client1.crt");
        _root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(certs, "ca.crt"));
        _leaf = X509Certificate2.CreateFromPemFile(path, Path.Combine(certs, "client1.key"));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _root } };
        policy.ExtraStore.AddRange(chain);
        _handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                ClientCertificateContext = SslStreamCertificateContext.Create(_leaf, chain, offline: true),
            },
        };
    }

    /// <summary>A client of a box.</summary>
    public HttpClient Of(Uri box) => new(_handler, disposeHandler: false) { BaseAddress = box };

    public void Dispose()
    {
        _handler.Dispose();
        _leaf.Dispose();
        _root.Dispose();
    }
}
