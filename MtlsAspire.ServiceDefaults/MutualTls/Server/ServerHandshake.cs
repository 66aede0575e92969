using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// Lock 1: judges each client once, in its handshake. What becomes of a refused one is a matter of the endpoint's
/// <see cref="HandshakeMode"/>. (A client that is refused in the handshake itself is told nothing by .NET on Linux.)
/// </summary>
internal sealed class ServerHandshake(
    IdentityStore identity, TrustStore trust, LiveConnections connections, HandshakeTelemetry telemetry, ILogger<ServerHandshake> logger)
{
    public ValueTask<SslServerAuthenticationOptions> Begin(TlsHandshakeCallbackContext context)
    {
        var client = context.Connection.Features.GetRequiredFeature<PeerCertificateFeature>();
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Current.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ClientCertificateRequired = true,
            CertificateChainPolicy = PlatformChain.Policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => Judge(client, certificate, chain),
        });
    }

    public void Complete(ConnectionContext context)
    {
        var client = context.Features.GetRequiredFeature<PeerCertificateFeature>();
        var tls = context.Features.GetRequiredFeature<ITlsHandshakeFeature>();
        var handshake = client.Handshake;

        // Without a callback nobody was examined, and nobody is accepted.
        var verdict = handshake.Verdict ?? PeerVerdict.Refused(RefusalReason.CertificateMissing, "The client was not examined.");
        var connection = new TlsConnection(
            PeerRole.Client, verdict, handshake.Certificate, tls.Protocol, tls.NegotiatedCipherSuite, handshake.Activity?.Context ?? default);
        client.Decide(connection);
        telemetry.Established(handshake, connection);
        logger.ClientConnected(connection, context.RemoteEndPoint);
        connections.Add(context, client);
    }

    // Where refusals are explained, the client learns the verdict from the answers to its requests.
    private bool Judge(PeerCertificateFeature client, X509Certificate? certificate, X509Chain? chain) =>
        client.Handshake.Judge(certificate, chain, trust.Current.JudgeClient).IsAccepted || client.Mode == HandshakeMode.Explain;
}
