using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A client that resumes its last session with a server where it can.</summary>
/// <param name="protocol">Its TLS version.</param>
/// <param name="leaf">Its certificate.</param>
/// <param name="chain">What it sends along.</param>
/// <remarks>
/// It cannot always: .NET drops contexts, and their sessions, every now and then when it has made some 32 others, for whatever tests run beside this one.
/// </remarks>
internal sealed class ResumingClient(SslProtocols protocol, X509Certificate2 leaf, params X509Certificate2[] chain) : IDisposable
{
    /// <summary>How often a test may ask for a resumption, until there is one.</summary>
    public const int Attempts = 5;

    // Sessions are kept by context.
    private readonly SslStreamCertificateContext _context = SslStreamCertificateContext.Create(leaf, [.. chain], offline: true);
    private readonly X509Certificate2 _leaf = leaf;

    public Task<HandshakeSeen> TryAsync(LockOne server, HandshakeMode mode) => server.TryAsync(mode, async client =>
    {
        await client.HandshakeAsync(protocol, _leaf, [.. chain], options =>
        {
            options.ClientCertificateContext = _context;
            options.AllowTlsResume = true;
        });
        return LockOne.Summarize(await client.GetAsync("/claims"));
    });

    public void Dispose() => _leaf.Dispose();
}
