using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>Connections that are opened as fast as they can be, and do nothing good.</summary>
/// <param name="server">Where to.</param>
/// <param name="count">How many.</param>
internal sealed class Flood(Uri server, int count)
{
    private const int ConnectingAtOnce = 256;

    // Another machine, as it were.
    private static readonly IPAddress Attacker = IPAddress.Parse("127.0.0.66");

    private int _held;
    private int _mostHeld;

    /// <summary>How many were open at the same time, as the attacker sees it.</summary>
    public int MostHeld => _mostHeld;

    /// <summary>Connects, sends some bytes, and holds each connection until the server closes it.</summary>
    public Task SendAsync(byte[] opening) => RunAsync(ConnectingAtOnce, async (client, held) =>
    {
        await client.Stream.WriteAsync(opening);
        held();
        await client.ReadToEndAsync();
    });

    /// <summary>Completes handshakes without a certificate, and holds each connection until the server closes it or all have been opened.</summary>
    public async Task HandshakeAsync()
    {
        var opened = new TaskCompletionSource();
        var left = count;
        await RunAsync(ConnectingAtOnce / 8, async (client, held) =>
        {
            try
            {
                await client.HandshakeAsync(SslProtocols.Tls13);
            }
            finally
            {
                if (Interlocked.Decrement(ref left) == 0) opened.SetResult();
                held();
            }

            await Task.WhenAny(client.ReadToEndAsync(), opened.Task);
        });
    }

    private async Task RunAsync(int connecting, Func<RawClient, Action, Task> attack)
    {
        using var turns = new SemaphoreSlim(connecting);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await turns.WaitAsync();
            var isConnecting = true;
            try
            {
                await using var client = await RawClient.ConnectAsync(server, Attacker);
                InterlockedMax(Interlocked.Increment(ref _held));
                await attack(client, Release);
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
            {
                // Cut off: what floods deserve.
            }
            finally
            {
                Interlocked.Decrement(ref _held);
                Release();
            }

            void Release()
            {
                if (!isConnecting) return;
                isConnecting = false;
                turns.Release();
            }
        }));
    }

    private void InterlockedMax(int value)
    {
        int known;
        while (value > (known = Volatile.Read(ref _mostHeld)))
        {
            if (Interlocked.CompareExchange(ref _mostHeld, value, known) == known) return;
        }
    }
}
