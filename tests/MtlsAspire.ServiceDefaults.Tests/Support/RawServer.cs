using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Tests.Support;

/// <summary>A TLS server made by hand: shows any certificate, answers every request with "ok".</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task<Stream>> _handshake;
    private readonly Task _accepting;
    private int _connections;

    private RawServer(Func<Stream, CancellationToken, Task<Stream>> handshake)
    {
        _handshake = handshake;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many connections have been made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A server that shows a certificate.</summary>
    /// <param name="protocol">The one TLS version it speaks.</param>
    /// <param name="leaf">Its certificate.</param>
    /// <param name="chain">What it sends along.</param>
    /// <param name="configure">Changes to the options.</param>
    public static RawServer Start(
        SslProtocols protocol, X509Certificate2 leaf, X509Certificate2Collection? chain = null, Action<SslServerAuthenticationOptions>? configure = null)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain ?? [], offline: true),
            EnabledSslProtocols = protocol,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        configure?.Invoke(options);
        return new RawServer(async (stream, cancellationToken) =>
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(options, cancellationToken);
            return tls;
        });
    }

    /// <summary>A server that does something else with a connection than TLS.</summary>
    public static RawServer Start(Func<Stream, CancellationToken, Task<Stream>> handshake) => new(handshake);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await _handshake(client.GetStream(), _stop.Token);
                var buffer = new byte[16384];
                while (await stream.ReadAsync(buffer, _stop.Token) > 0)
                {
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), _stop.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException or OperationCanceledException)
            {
                // What a client may do to a server.
            }
        }
    }
}
