using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MtlsAspire.Pki.Inspection;

/// <summary>
/// Looks at a live TLS server, in both directions: what it shows, and what it asks of its client. Nothing is judged and everything is
/// let pass, because the certificates that shall be refused are the ones to look at.
/// </summary>
internal static class ServerInspection
{
    private const int MostCertificates = 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a connection and says what was seen.</summary>
    /// <param name="host">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="identity">The identity to present, with its chain; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PkiException">There was no connection, or no TLS on it.</exception>
    public static async Task<IReadOnlyList<InspectedItem>> LookAsync(
        string host, int port, X509Certificate2Collection? identity, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(host, port, deadline.Token);
            return await HandshakeAsync(tcp, host, identity, deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PkiException($"{host}:{port} did not answer within {Timeout.TotalSeconds:0} seconds.", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            var reason = (exception.InnerException ?? exception).Message.Split('\n')[0].TrimEnd('.');
            throw new PkiException($"{host}:{port} could not be looked at: {reason}.", exception);
        }
    }

    private static async Task<IReadOnlyList<InspectedItem>> HandshakeAsync(
        TcpClient tcp, string host, X509Certificate2Collection? identity, CancellationToken cancellationToken)
    {
        var shown = new List<InspectedItem>();
        var asked = false;
        string[] accepted = [];
#pragma warning disable CA5359 // see the class: nothing is trusted, only looked at
        await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = [SslApplicationProtocol.Http11],
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
                ClientCertificateContext = null,
                LocalCertificateSelectionCallback = (_, _, _, server, issuers) =>
                {
                    // Called once before the server has spoken; and again when it asks, if nothing was chosen then.
                    if (server is null) return null!;
                    asked = true;
                    accepted = issuers;
                    return identity?.FirstOrDefault(certificate => certificate.HasPrivateKey)!;
                },
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    shown.AddRange(Shown(certificate, chain));
                    return true;
                },
            },
            cancellationToken);
#pragma warning restore CA5359
        var answer = await AskAsync(tls, host, cancellationToken);
        var connection = new InspectedItem("connection", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["protocol"] = $"{tls.SslProtocol}",
            ["cipher"] = $"{tls.NegotiatedCipherSuite}",
            ["alpn"] = tls.NegotiatedApplicationProtocol.ToString() is { Length: > 0 } alpn ? alpn : "none",
            ["clientCertificate"] = asked ? "asked for" : "not asked for in the handshake",
            ["clientAuthorities"] = accepted.Length > 0 ? string.Join("; ", accepted) : "none named",
            ["presented"] = tls.LocalCertificate?.Subject ?? "nothing",
            ["answer"] = answer,
        });
        return [connection, .. shown];
    }

    private static IEnumerable<InspectedItem> Shown(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return [];
        }

        var sent = chain?.ChainPolicy.ExtraStore.Where(candidate => !candidate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span)) ?? [];
        return [.. sent.Prepend(leaf).DistinctBy(candidate => candidate.Thumbprint).Take(MostCertificates).Select(Description.Of)];
    }

    // In TLS 1.3 a server's refusal of the client comes after the client has done its part: only an answer tells.
    private static async Task<string> AskAsync(SslStream tls, string host, CancellationToken cancellationToken)
    {
        try
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), cancellationToken);
            var buffer = new byte[256];
            var count = await tls.ReadAsync(buffer, cancellationToken);
            var line = Encoding.ASCII.GetString(buffer, 0, count).Split('\r', '\n')[0];
            return count == 0 ? "the server closed the connection" : new string([.. line.Select(c => char.IsControl(c) ? '?' : c)]);
        }
        catch (IOException exception)
        {
            return $"the server refused: {(exception.InnerException ?? exception).Message.Split('\n')[0].TrimEnd('.')}";
        }
    }
}
