using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>HTTP without TLS on the port for TLS: named as such, and answered in the only language that the client speaks.</summary>
public sealed class Row30_Plain_http : MatrixTest
{
    [Theory]
    [InlineData(HandshakeMode.Explain)]
    [InlineData(HandshakeMode.Require)]
    public async Task A_client_that_forgot_TLS_is_told_so(HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);

        var seen = await server.TryAsync(mode, async client => await client.GetAsync("/claims"));

        Record(lockNumber: 1, SslProtocols.None, mode, "plain_http", seen);
        Assert.Equal(("plain_http", "plain_http", "plain_http"), (seen.Reason, seen.Metric, seen.Audit));
        Assert.StartsWith("HTTP/1.1 400 Bad Request", seen.PeerSees, StringComparison.Ordinal);
        Assert.EndsWith("use https.\n", seen.PeerSees, StringComparison.Ordinal);
    }
}
