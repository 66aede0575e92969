using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>The client behind a connection; the decision about it may change while the connection lives.</summary>
internal sealed class PeerCertificateFeature(Handshake handshake, HandshakeMode mode) : IPeerCertificateFeature
{
    private volatile Decision? _decision;

    public Handshake Handshake { get; } = handshake;

    public HandshakeMode Mode { get; } = mode;

    /// <summary>Takes the connection out of the stage that it is in, before its client is accepted; to be called once.</summary>
    public Action LeaveStage { get; set; } = static () => { };

    /// <inheritdoc/>
    public TlsConnection? Connection => _decision?.Connection;

    /// <summary>The result of authentication, the same for all requests of the connection.</summary>
    public AuthenticateResult? Authentication => _decision?.Authentication;

    /// <summary>Sets the connection with the decision about its client, from which authentication follows.</summary>
    public void Decide(TlsConnection connection)
    {
        var authentication = connection is { Verdict.IsAccepted: true, Certificate: { } certificate }
            ? AuthenticateResult.Success(new AuthenticationTicket(
                PeerPrincipal.Create(certificate), CertificateAuthenticationDefaults.AuthenticationScheme))
            : AuthenticateResult.Fail(connection.Verdict.Explanation);
        _decision = new Decision(connection, authentication);
    }

    private sealed record Decision(TlsConnection Connection, AuthenticateResult Authentication);
}
