using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MtlsAspire.Tests.Support;

/// <summary>A TLS client made by hand, with one connection: shows any certificate, believes any server.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private SslStream? _tls;

    private RawClient()
    {
    }

    /// <summary>Our end's port, by which the server knows us.</summary>
    public int Port => ((IPEndPoint)_tcp.Client.LocalEndPoint!).Port;

    public Stream Stream => _tls ?? (Stream)_tcp.GetStream();

    /// <summary>Connects to a server on this machine.</summary>
    /// <param name="server">The server.</param>
    /// <param name="from">The address that we come from, one of 127.0.0.0/8; <c>null</c> for the usual.</param>
    public static async Task<RawClient> ConnectAsync(Uri server, IPAddress? from = null)
    {
        var client = new RawClient();
        if (from is not null) client._tcp.Client.Bind(new IPEndPoint(from, 0));
        await client._tcp.ConnectAsync(IPAddress.Loopback, server.Port);
        return client;
    }

    /// <summary>Does the handshake.</summary>
    /// <param name="protocol">The one TLS version to offer.</param>
    /// <param name="leaf">The certificate to show; <c>null</c> for none.</param>
    /// <param name="chain">What to send along.</param>
    /// <param name="configure">Changes to the options.</param>
    public async Task HandshakeAsync(
        SslProtocols protocol, X509Certificate2? leaf = null, X509Certificate2Collection? chain = null, Action<SslClientAuthenticationOptions>? configure = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            ClientCertificateContext = leaf is null ? null : SslStreamCertificateContext.Create(leaf, chain ?? [], offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            AllowTlsResume = false,
        };
        configure?.Invoke(options);
        _tls = new SslStream(_tcp.GetStream());
        await _tls.AuthenticateAsClientAsync(options);
    }

    /// <summary>Asks for a path over HTTP/1.1 and reads until the server closes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="headers">Headers beyond the usual, as in <c>X-Name: value</c>.</param>
    /// <returns>All of the answer; empty if the server closed without one.</returns>
    public async Task<string> GetAsync(string path, params string[] headers)
    {
        try
        {
            var more = string.Concat(headers.Select(header => header + "\r\n"));
            await Stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"));
            return await ReadToEndAsync();
        }
        catch (IOException)
        {
            // Closed by reset: no answer either.
            return "";
        }
    }

    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(Stream, Encoding.UTF8, leaveOpen: true);
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            return await reader.ReadToEndAsync(deadline.Token);
        }
        catch (IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null) await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
