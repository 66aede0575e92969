using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>
/// The audit log. A flood cannot drown it: beyond a burst, events of a kind are counted instead of written, by the metric
/// <c>mtls.audit.suppressed</c> too, and the count is told with the next event of the kind that is written.
/// </summary>
public sealed partial class AuditLog : IDisposable
{
    /// <summary>The category of the log.</summary>
    public const string Category = "MtlsAspire.Audit";

    private readonly ILogger _logger;
    private readonly Counter<long> _suppressed;
    private readonly Dictionary<AuditKind, Budget> _budgets;

    /// <summary>Opens the log.</summary>
    /// <param name="loggers">The host's loggers.</param>
    /// <param name="meters">The host's meters.</param>
    public AuditLog(ILoggerFactory loggers, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(meters);
        _logger = loggers.CreateLogger(Category);
        _suppressed = meters.Create(HandshakeTelemetry.Name).CreateCounter<long>(
            "mtls.audit.suppressed", "{event}", "Audit events that were counted instead of written, because there were too many.");
        _budgets = Enum.GetValues<AuditKind>().ToDictionary(kind => kind, kind => new Budget(PerSecond(kind)));
    }

    /// <summary>How many events of a kind may be written each second in the long run; ten times as many may come at once.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Events per second.</returns>
    // Locks that open are the ordinary course of things: several with each request.
    public static int PerSecond(AuditKind kind) => kind == AuditKind.LockOpened ? 100 : 10;

    /// <summary>To be asked before each event: whether it is to be written, or counts as suppressed.</summary>
    /// <param name="kind">What the event is about.</param>
    /// <param name="logger">Where to write it.</param>
    /// <returns>Whether to write it.</returns>
    public bool TryBegin(AuditKind kind, [NotNullWhen(true)] out ILogger? logger)
    {
        var budget = _budgets[kind];
        using var lease = budget.Limiter.AttemptAcquire();
        logger = lease.IsAcquired ? _logger : null;
        if (logger is null)
        {
            Interlocked.Increment(ref budget.Suppressed);
            _suppressed.Add(1, new KeyValuePair<string, object?>("mtls.audit.kind", kind.ToString()));
            return false;
        }

        if (Interlocked.Exchange(ref budget.Suppressed, 0) is > 0 and var count) Suppressed(_logger, count, kind);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var budget in _budgets.Values) budget.Limiter.Dispose();
    }

    [LoggerMessage(3, LogLevel.Warning, "{Count} events more of kind {Kind} were not written, because there were too many; the metrics count them all.")]
    private static partial void Suppressed(ILogger logger, long count, AuditKind kind);

    private sealed class Budget(int perSecond)
    {
        public long Suppressed;

        public TokenBucketRateLimiter Limiter { get; } = new(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 10 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }
}
