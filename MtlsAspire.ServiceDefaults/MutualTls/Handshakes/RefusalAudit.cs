using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>
/// An audit event for each refusal, with everything that is known of the peer. A flood of refusals cannot drown the log:
/// beyond a burst, events are counted instead, and the count is told with the next event that is written.
/// </summary>
internal sealed partial class RefusalAudit : IDisposable
{
    /// <summary>How many events may come at once.</summary>
    public const int Burst = 100;

    /// <summary>How many events may come each second in the long run.</summary>
    public const int PerSecond = 10;

    private readonly ILogger _logger;
    private readonly Counter<long> _suppressedTotal;
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Burst,
        TokensPerPeriod = PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    private long _suppressed;

    public RefusalAudit(ILoggerFactory loggers, IMeterFactory meters)
    {
        _logger = loggers.CreateLogger("MtlsAspire.Audit");
        _suppressedTotal = meters.Create(HandshakeTelemetry.Name).CreateCounter<long>(
            "mtls.audit.suppressed", "{event}", "Audit events that were counted instead of written, because there were too many.");
    }

    public void Refused(Handshake handshake, PeerVerdict verdict, PeerCertificate? certificate)
    {
        if (!TryBegin()) return;
        Refused(
            _logger, handshake.Peer, handshake.PeerAddress, verdict.Code, verdict.Explanation, certificate?.Subject ?? "none",
            certificate?.Issuer, certificate?.SerialNumber, certificate?.NotBeforeText, certificate?.NotAfterText, certificate?.Sha256,
            handshake.ServerName);
    }

    public void ConnectionEnded(PeerRole peer, EndPoint? address, PeerVerdict verdict, PeerCertificate? certificate)
    {
        if (!TryBegin()) return;
        Ended(_logger, peer, address, verdict.Code, verdict.Explanation, certificate?.Subject ?? "none", certificate?.SerialNumber, certificate?.Sha256);
    }

    public void Dispose() => _limiter.Dispose();

    private bool TryBegin()
    {
        using var lease = _limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            Interlocked.Increment(ref _suppressed);
            _suppressedTotal.Add(1);
            return false;
        }

        if (Interlocked.Exchange(ref _suppressed, 0) is > 0 and var count) Suppressed(_logger, count);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Peer} at {Address} refused: {Reason}. {Explanation} (Certificate {Subject}, issued by {Issuer}, serial number {SerialNumber}, valid {NotBefore} to {NotAfter}, SHA-256 {Sha256}; server name {ServerName}.)")]
    private static partial void Refused(
        ILogger logger, PeerRole peer, EndPoint? address, string reason, string explanation, string subject, string? issuer,
        string? serialNumber, string? notBefore, string? notAfter, string? sha256, string? serverName);

    [LoggerMessage(2, LogLevel.Warning, "Connection with {Peer} at {Address} ended: {Reason}. {Explanation} (Certificate {Subject}, serial number {SerialNumber}, SHA-256 {Sha256}.)")]
    private static partial void Ended(
        ILogger logger, PeerRole peer, EndPoint? address, string reason, string explanation, string subject, string? serialNumber, string? sha256);

    [LoggerMessage(3, LogLevel.Warning, "{Count} refusals more were not written, because there were too many; the metric mtls.handshakes counts them all.")]
    private static partial void Suppressed(ILogger logger, long count);
}
