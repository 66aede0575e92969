using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Makes the handler of an HTTP client that shows our certificate and believes only servers of our trust anchors: lock 2.
/// </summary>
internal sealed class MutualTlsHttpHandler(
    TlsIdentity identity, TrustBundle trust, ClientConnections connections, TimeProvider time, ILogger<MutualTlsHttpHandler> logger)
{
    private readonly PeerChainCheck _check = new(PeerRole.Server, trust, time);

    public SocketsHttpHandler Create() => new()
    {
        // Long enough to be worth its handshake, short enough to notice that a name has moved.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = identity.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            CertificateChainPolicy = _check.Policy,
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            {
                var stream = (SslStream)sender;
                connections.Begin(stream);
                var verdict = _check.Judge(certificate, chain, errors, stream.TargetHostName);
                // Returning false would hide the reason from the caller.
                return verdict.IsAccepted ? true : throw new ServerRefusedException(verdict);
            },
        },
        PlaintextStreamFilter = (context, _) =>
        {
            if (context.PlaintextStream is SslStream tls) Remember(tls, context.InitialRequestMessage.RequestUri);
            return ValueTask.FromResult(context.PlaintextStream);
        },
    };

    private void Remember(SslStream stream, Uri? uri)
    {
        var certificate = stream.RemoteCertificate is System.Security.Cryptography.X509Certificates.X509Certificate2 remote
            ? new PeerCertificate(remote)
            : null;
        var connection = new TlsConnection(
            PeerRole.Server, PeerVerdict.Accepted, certificate, stream.SslProtocol, stream.NegotiatedCipherSuite);
        connections.Complete(stream, connection);
        logger.ServerConnected(connection, uri?.Authority ?? stream.TargetHostName, time.GetUtcNow());
    }
}
