using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What is known of a TLS connection once its handshake is done. A value that never changes.</summary>
public sealed class TlsConnection
{
    private readonly PeerRole _peer;
    private readonly ActivityContext _handshake;
    private readonly KeyValuePair<string, object?>[] _attributes;

    internal TlsConnection(
        PeerRole peer,
        PeerVerdict verdict,
        PeerCertificate? certificate,
        SslProtocols protocol,
        TlsCipherSuite? cipher,
        ActivityContext handshake = default)
        : this(peer, verdict, certificate, VersionOf(protocol), cipher?.ToString() ?? "", handshake)
    {
    }

    private TlsConnection(
        PeerRole peer, PeerVerdict verdict, PeerCertificate? certificate, string version, string cipher, ActivityContext handshake)
    {
        _peer = peer;
        _handshake = handshake;
        Verdict = verdict;
        Certificate = certificate;
        ProtocolVersion = version;
        CipherSuite = cipher;
        _attributes = TlsAttributes.Of(peer, this);
    }

    /// <summary>The decision about the peer.</summary>
    public PeerVerdict Verdict { get; }

    /// <summary>The peer's certificate, accepted or not; <c>null</c> if it sent none.</summary>
    public PeerCertificate? Certificate { get; }

    /// <summary>The TLS version, "1.2" or "1.3".</summary>
    public string ProtocolVersion { get; }

    /// <summary>The cipher suite by its IANA name, as in <c>TLS_AES_256_GCM_SHA384</c>.</summary>
    public string CipherSuite { get; }

    /// <summary>
    /// Adds OpenTelemetry's <c>tls.*</c> attributes to a span, and a link to the span of the connection's handshake.
    /// They were formatted once, for all spans.
    /// </summary>
    /// <param name="activity">The span.</param>
    public void AddTo(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        foreach (var attribute in _attributes) activity.SetTag(attribute.Key, attribute.Value);
        if (_handshake.SpanId != default && _handshake.SpanId != activity.SpanId) activity.AddLink(new ActivityLink(_handshake));
    }

    /// <summary>The same connection after another decision about its peer.</summary>
    internal TlsConnection With(PeerVerdict verdict) => new(_peer, verdict, Certificate, ProtocolVersion, CipherSuite, _handshake);

    private static string VersionOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => protocol.ToString(),
    };
}
