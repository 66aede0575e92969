using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A peer that begins a handshake, or not even that, and then falls silent: given up after the set time.</summary>
public sealed class Row31_Stall : MatrixTest
{
    private const string Soon = "--MutualTls:HandshakeTimeout=00:00:00.500";

    public static TheoryData<string, HandshakeMode> ClientCases
    {
        get
        {
            var data = new TheoryData<string, HandshakeMode>();
            foreach (var mode in Enum.GetValues<HandshakeMode>())
            {
                data.Add("nothing", mode);
                data.Add("half a hello", mode);
                data.Add("a hello", mode);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ClientCases))]
    public async Task A_client_that_falls_silent_is_given_up(string sent, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, Soon);
        var hello = await CapturedHello.OfAsync(SslProtocols.Tls12 | SslProtocols.Tls13);
        var bytes = sent switch { "nothing" => [], "half a hello" => hello[..(hello.Length / 2)], _ => hello };

        var seen = await server.TryAsync(mode, async client =>
        {
            await client.Stream.WriteAsync(bytes);
            // Until the server closes.
            await client.ReadToEndAsync();
            return $"closed, after having sent {sent}";
        });

        Record(lockNumber: 1, SslProtocols.None, mode, "handshake_timeout", seen);
        Assert.True(seen.Reason == "handshake_timeout", $"{seen.Reason}: {seen.Explanation}");
        Assert.Equal(("handshake_timeout", "handshake_timeout", "handshake_timeout"), (seen.Reason, seen.Metric, seen.Audit));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Soon);
        await using var server = RawServer.Start(NeverAsync);

        AssertRefused("handshake_timeout", await client.TryAsync(server.Address), SslProtocols.None);
    }

    [Fact]
    public async Task A_caller_that_waits_no_longer_is_free_at_once_and_the_handshake_is_told_of_all_the_same()
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Soon);
        await using var server = RawServer.Start(NeverAsync);

        var seen = await client.TryAsync(server.Address, timeout: TimeSpan.FromMilliseconds(100));

        Record(lockNumber: 2, SslProtocols.None, mode: null, "handshake_timeout", seen);
        Assert.Equal(("handshake_timeout", "handshake_timeout", "handshake_timeout"), (seen.Reason, seen.Metric, seen.Audit));
        Assert.StartsWith(nameof(TaskCanceledException), seen.PeerSees, StringComparison.Ordinal);
    }

    private static async Task<Stream> NeverAsync(Stream stream, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return stream;
    }
}
