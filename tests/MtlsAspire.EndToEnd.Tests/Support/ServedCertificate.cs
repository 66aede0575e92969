using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.Testing;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>The certificate that a server shows to a new connection.</summary>
public static class ServedCertificate
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until it fulfils a condition. What was served may follow its files a little later.</summary>
    public static async Task WaitAsync(RunningAppHost appHost, string resource, Func<X509Certificate2, bool> condition, CancellationToken cancellationToken)
    {
        var server = appHost.Application.GetEndpoint(resource, "https");
        while (!await IsAsync(server, appHost.Certs, condition, cancellationToken))
        {
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static async Task<bool> IsAsync(Uri server, string certs, Func<X509Certificate2, bool> condition, CancellationToken cancellationToken)
    {
        // A client like any other: one without a certificate would be refused, and be a failure that is told.
        using var client = X509Certificate2.CreateFromPemFile(Path.Combine(certs, "operator.crt"), Path.Combine(certs, "operator.key"));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Path.Combine(certs, "operator.crt"));
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = server.Host,
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateContext = SslStreamCertificateContext.Create(client, chain, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true, // it is only looked at
            },
            cancellationToken);
        using var certificate = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
        return condition(certificate);
    }
}
