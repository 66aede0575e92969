using System.Net.Sockets;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>Names the reason for which TLS itself ended a handshake, from the exception that it left.</summary>
internal static class HandshakeFailure
{
    // An alert that came from the peer is reported by OpenSSL as 1000 and its number (openssl/sslerr.h, SSL_AD_REASON_OFFSET).
    private const int AlertOffset = 1000;
    private const int LastAlert = 255;

    /// <summary>Judges a failed handshake.</summary>
    /// <param name="exception">What TLS threw.</param>
    /// <returns>The verdict: refused, with the reason.</returns>
    public static PeerVerdict Explain(Exception exception) => exception switch
    {
        OperationCanceledException => TimedOut(),
        _ when OpenSslError.ReasonOf(exception) is { } reason => Explain(reason),
        IOException => ConnectionClosed(),
        _ when exception.GetBaseException() is IOException or SocketException => ConnectionClosed(),
        _ => PeerVerdict.Refused(RefusalReason.HandshakeFailure, $"The handshake failed: {exception.GetBaseException().Message}"),
    };

    /// <summary>The name of the alert by which the peer ended the handshake; <c>null</c> if it sent none.</summary>
    public static string? AlertIn(Exception exception) =>
        OpenSslError.ReasonOf(exception) is { } reason and > AlertOffset and <= AlertOffset + LastAlert
            ? TlsAlert.NameOf((byte)(reason - AlertOffset))
            : null;

    public static PeerVerdict TimedOut() =>
        PeerVerdict.Refused(RefusalReason.HandshakeTimeout, "The peer did not finish the handshake in time.");

    public static PeerVerdict ConnectionClosed() =>
        PeerVerdict.Refused(RefusalReason.ConnectionClosed, "The peer closed the connection before the handshake was finished.");

    public static PeerVerdict Displaced() =>
        PeerVerdict.Refused(RefusalReason.TooManyConnections, "There were too many connections whose client was not accepted, and this one was the oldest of the source that had most of them.");

    // Numbers of openssl/sslerr.h.
    private static PeerVerdict Explain(int reason) => reason switch
    {
        > AlertOffset and <= AlertOffset + LastAlert => ExplainAlert((byte)(reason - AlertOffset)),
        258 or 267 or 191 or 396 or 266 => PeerVerdict.Refused(
            RefusalReason.ProtocolVersion, "The peer speaks no version of TLS that is allowed here (1.2 and 1.3)."),
        193 or 181 or 118 or 101 or 376 or 410 => PeerVerdict.Refused(
            RefusalReason.HandshakeFailure, "The peer offers no cipher suite, group or signature algorithm that is allowed here."),
        235 => PeerVerdict.Refused(
            RefusalReason.NoApplicationProtocol, "The peer offers no application protocol (ALPN) that is spoken here."),
        156 or 155 => PeerVerdict.Refused(RefusalReason.PlainHttp, "The peer speaks HTTP without TLS."),
        123 or 370 or 149 => PeerVerdict.Refused(
            RefusalReason.DecryptError, "The peer did not prove that it holds the private key of its certificate: the signature in its CertificateVerify is wrong."),
        _ => PeerVerdict.Refused(RefusalReason.HandshakeFailure, $"The peer broke the TLS protocol (OpenSSL reason {reason})."),
    };

    private static PeerVerdict ExplainAlert(byte alert)
    {
        var sentence = $"The peer ended the handshake with the alert {TlsAlert.NameOf(alert)}.";
        return alert switch
        {
            TlsAlert.ProtocolVersion => PeerVerdict.Refused(RefusalReason.ProtocolVersion, sentence),
            TlsAlert.HandshakeFailure or TlsAlert.InsufficientSecurity => PeerVerdict.Refused(RefusalReason.HandshakeFailure, sentence),
            TlsAlert.NoApplicationProtocol => PeerVerdict.Refused(RefusalReason.NoApplicationProtocol, sentence),
            _ when TlsAlert.IsAboutCertificate(alert) => PeerVerdict.Refused(RefusalReason.RefusedByPeer, sentence),
            _ => PeerVerdict.Refused(RefusalReason.HandshakeFailure, sentence),
        };
    }
}
