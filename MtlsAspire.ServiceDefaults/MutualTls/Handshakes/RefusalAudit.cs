using System.Net;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>An audit event for each refusal, with everything that is known of the peer.</summary>
internal sealed partial class RefusalAudit(AuditLog audit)
{
    public void Refused(Handshake handshake, PeerVerdict verdict, PeerCertificate? certificate)
    {
        if (!audit.TryBegin(AuditKind.Refusal, out var logger)) return;
        Refused(
            logger, handshake.Peer, handshake.PeerAddress, verdict.Code, verdict.Explanation, certificate?.Subject ?? "none",
            certificate?.Issuer, certificate?.SerialNumber, certificate?.NotBeforeText, certificate?.NotAfterText, certificate?.Sha256,
            handshake.ServerName);
    }

    public void ConnectionEnded(PeerRole peer, EndPoint? address, PeerVerdict verdict, PeerCertificate? certificate)
    {
        if (!audit.TryBegin(AuditKind.Refusal, out var logger)) return;
        Ended(logger, peer, address, verdict.Code, verdict.Explanation, certificate?.Subject ?? "none", certificate?.SerialNumber, certificate?.Sha256);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Peer} at {Address} refused: {Reason}. {Explanation} (Certificate {Subject}, issued by {Issuer}, serial number {SerialNumber}, valid {NotBefore} to {NotAfter}, SHA-256 {Sha256}; server name {ServerName}.)")]
    private static partial void Refused(
        ILogger logger, PeerRole peer, EndPoint? address, string reason, string explanation, string subject, string? issuer,
        string? serialNumber, string? notBefore, string? notAfter, string? sha256, string? serverName);

    [LoggerMessage(2, LogLevel.Warning, "Connection with {Peer} at {Address} ended: {Reason}. {Explanation} (Certificate {Subject}, serial number {SerialNumber}, SHA-256 {Sha256}.)")]
    private static partial void Ended(
        ILogger logger, PeerRole peer, EndPoint? address, string reason, string explanation, string subject, string? serialNumber, string? sha256);
}
