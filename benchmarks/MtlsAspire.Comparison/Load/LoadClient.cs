using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Comparison.Load;

/// <summary>
/// Offers load to a server: TLS 1.3, HTTP/1.1, an ECDSA client certificate with its intermediate. It examines the server no
/// more than it must, so that the machine's CPU is the server's.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    private readonly IPEndPoint _server;
    private readonly X509Certificate2 _leaf;
    private readonly SslStreamCertificateContext _context;
    private long _resumed;

    public LoadClient(IPEndPoint server, string certs)
    {
        _server = server;
        var path = Path.Combine(certs, "client1.crt");
        _leaf = X509Certificate2.CreateFromPemFile(path, Path.Combine(certs, "client1.key"));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        _context = SslStreamCertificateContext.Create(_leaf, chain, offline: true);
    }

    /// <summary>How many handshakes resumed a session.</summary>
    public long Resumed => Interlocked.Read(ref _resumed);

    /// <summary>Makes connections, one request each.</summary>
    /// <param name="count">How many.</param>
    /// <param name="concurrency">How many at once.</param>
    /// <param name="resume">Whether to resume sessions.</param>
    public Task ConnectAsync(int count, int concurrency, bool resume) => RunAsync(count, concurrency, async next =>
    {
        while (next())
        {
            await using var connection = await OpenAsync(resume);
            await connection.GetAsync();
        }
    });

    /// <summary>Makes requests on connections that stay.</summary>
    /// <param name="count">How many requests.</param>
    /// <param name="connections">How many connections.</param>
    public async Task RequestAsync(int count, int connections)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => OpenAsync(resume: false)));
        try
        {
            await RequestAsync(open, count);
        }
        finally
        {
            foreach (var connection in open) await connection.DisposeAsync();
        }
    }

    /// <summary>Makes requests on connections that are open.</summary>
    public static Task RequestAsync(IReadOnlyList<LoadConnection> open, int count)
    {
        var number = -1;
        return RunAsync(count, open.Count, async next =>
        {
            var connection = open[Interlocked.Increment(ref number)];
            while (next()) await connection.GetAsync();
        });
    }

    /// <summary>Opens a connection.</summary>
    public async Task<LoadConnection> OpenAsync(bool resume)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_server);
        var tap = new HelloTap(new NetworkStream(socket, ownsSocket: true));
        var tls = new SslStream(tap);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            ClientCertificateContext = _context,
            AllowTlsResume = resume,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        if (tap.IsResumed) Interlocked.Increment(ref _resumed);
        return new LoadConnection(tls);
    }

    public void Dispose() => _leaf.Dispose();

    private static async Task RunAsync(int count, int concurrency, Func<Func<bool>, Task> work)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => work(() => Interlocked.Decrement(ref left) >= 0))));
    }
}
