using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A peer that speaks TLS 1.0 or 1.1 at best. OpenSSL's default settings will not even offer them here, so that the peer's hello is
/// made by hand.
/// </summary>
public sealed class Row28_Old_TLS : MatrixTest
{
    public static TheoryData<int, HandshakeMode> ClientCases => new()
    {
        { 1, HandshakeMode.Explain },
        { 1, HandshakeMode.Require },
        { 2, HandshakeMode.Explain },
        { 2, HandshakeMode.Require },
    };

    [Theory]
    [MemberData(nameof(ClientCases))]
    public async Task A_client_of_old_TLS_is_refused_by_an_alert(int minorVersion, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);

        var seen = await server.TryAsync(mode, async client =>
        {
            await client.Stream.WriteAsync(HandmadeHello.OfClient((byte)minorVersion));
            var answer = new byte[7];
            await client.Stream.ReadExactlyAsync(answer);
            return $"TLS alert {answer[6]}";
        });

        Record(lockNumber: 1, SslProtocols.None, mode, "protocol_version", seen);
        Assert.Equal(("protocol_version", "protocol_version", "protocol_version"), (seen.Reason, seen.Metric, seen.Audit));
        Assert.Equal("TLS alert 70", seen.PeerSees);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_that_answers_in_old_TLS_is_refused(int minorVersion)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        await using var server = RawServer.Start((stream, cancellationToken) =>
            AnswerAsync(stream, HandmadeHello.OfServer((byte)minorVersion), cancellationToken));

        AssertRefused("protocol_version", await client.TryAsync(server.Address), SslProtocols.None);
    }

    [Fact]
    public async Task A_server_that_refuses_our_versions_is_understood()
    {
        await using var client = await LockTwo.StartAsync(Pki);
        await using var server = RawServer.Start((stream, cancellationToken) =>
            AnswerAsync(stream, HandmadeHello.Alert(70), cancellationToken));

        AssertRefused("protocol_version", await client.TryAsync(server.Address), SslProtocols.None);
    }

    private static async Task<Stream> AnswerAsync(Stream stream, byte[] answer, CancellationToken cancellationToken)
    {
        if (await stream.ReadAsync(new byte[4096], cancellationToken) == 0) return stream;
        await stream.WriteAsync(answer, cancellationToken);
        // Until the client has seen it, and hangs up.
        while (await stream.ReadAsync(new byte[4096], cancellationToken) > 0) continue;
        return stream;
    }
}
