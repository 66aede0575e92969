using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Lock 1, explaining: every handshake completes, the client is judged once in it, and a refused client's requests are
/// answered with the reason. (A client that is refused in the handshake itself is told nothing by .NET on Linux.)
/// </summary>
internal sealed class ServerHandshake(TlsIdentity identity, TrustBundle trust, TimeProvider time, ILogger<ServerHandshake> logger)
{
    private readonly PeerChainCheck _check = new(PeerRole.Client, trust, time);

    public ValueTask<SslServerAuthenticationOptions> Begin(TlsHandshakeCallbackContext context)
    {
        var client = new PeerCertificateFeature();
        context.Connection.Features.Set<IPeerCertificateFeature>(client);
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ClientCertificateRequired = true,
            CertificateChainPolicy = _check.Policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                client.Verdict = _check.Judge(certificate, chain, errors);
                // Whatever the verdict: the client learns it from the answers to its requests.
                return client.Verdict is not null;
            },
        });
    }

    public void Complete(ConnectionContext context)
    {
        var client = (PeerCertificateFeature)context.Features.GetRequiredFeature<IPeerCertificateFeature>();
        var tls = context.Features.GetRequiredFeature<ITlsHandshakeFeature>();
        var certificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

        // Without a callback nobody was examined, and nobody is accepted.
        var verdict = client.Verdict ?? PeerVerdict.Refused(RefusalReason.CertificateMissing, "The client was not examined.");
        var description = certificate is null ? null : new PeerCertificate(certificate);
        client.Connection = new TlsConnection(PeerRole.Client, verdict, description, tls.Protocol, tls.NegotiatedCipherSuite);
        client.Authentication = verdict.IsAccepted && description is not null
            ? AuthenticateResult.Success(new AuthenticationTicket(
                PeerPrincipal.Create(description), CertificateAuthenticationDefaults.AuthenticationScheme))
            : AuthenticateResult.Fail(verdict.Explanation);
        logger.ClientConnected(client.Connection, context.RemoteEndPoint);
    }
}
