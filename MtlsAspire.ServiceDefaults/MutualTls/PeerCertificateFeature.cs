using Microsoft.AspNetCore.Authentication;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Collects, during the handshake, what is known of the client.</summary>
internal sealed class PeerCertificateFeature : IPeerCertificateFeature
{
    /// <summary>Set by the handshake's callback, <c>null</c> until then.</summary>
    public PeerVerdict? Verdict { get; set; }

    /// <inheritdoc/>
    public TlsConnection? Connection { get; set; }

    /// <summary>The result of authentication, the same for all requests of the connection.</summary>
    public AuthenticateResult? Authentication { get; set; }
}
