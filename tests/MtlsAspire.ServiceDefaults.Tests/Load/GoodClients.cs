using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>Clients that mean well, while others do not: one that stays connected, and one that comes anew for each request.</summary>
internal sealed class GoodClients(Uri server, X509Certificate2 leaf, X509Certificate2 issuing)
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /claims HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private readonly ConcurrentQueue<double> _handshakes = new();
    private readonly ConcurrentQueue<double> _requests = new();

    /// <summary>From connecting to the answer, of each new connection, in milliseconds.</summary>
    public IReadOnlyCollection<double> Handshakes => _handshakes;

    /// <summary>From request to answer on the connection that stays, in milliseconds.</summary>
    public IReadOnlyCollection<double> Requests => _requests;

    /// <summary>Comes once, to be told that it may.</summary>
    public async Task ComeAsync()
    {
        var since = Stopwatch.GetTimestamp();
        await using var client = await ConnectAsync();
        Assert.Contains("CN=client1", await client.GetAsync("/claims"), StringComparison.Ordinal);
        _handshakes.Enqueue(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }

    /// <summary>Goes on until something is over; throws if any request fails.</summary>
    public async Task GoOnUntilAsync(Task over)
    {
        await using var stays = await ConnectAsync();
        await Task.WhenAll(ComeAndGoAsync(), AskAsync());

        async Task ComeAndGoAsync()
        {
            while (!over.IsCompleted) await ComeAsync();
        }

        async Task AskAsync()
        {
            while (!over.IsCompleted)
            {
                var since = Stopwatch.GetTimestamp();
                await stays.Stream.WriteAsync(Request);
                Assert.StartsWith("HTTP/1.1 200", await ReadAnswerAsync(stays.Stream), StringComparison.Ordinal);
                _requests.Enqueue(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                await Task.Delay(10);
            }
        }
    }

    // It comes in chunks, the last of which is empty (RFC 9112, section 7.1).
    private static async Task<string> ReadAnswerAsync(Stream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length));
            if (count == 0) throw new IOException("The server has closed the connection of a client that it accepted.");
            length += count;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private async Task<RawClient> ConnectAsync()
    {
        var client = await RawClient.ConnectAsync(server);
        await client.HandshakeAsync(SslProtocols.Tls13, leaf, [issuing]);
        return client;
    }
}
