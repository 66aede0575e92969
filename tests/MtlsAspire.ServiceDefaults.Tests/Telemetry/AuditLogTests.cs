using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.Telemetry;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>A flood does not drown the audit log, and nothing of it goes uncounted.</summary>
public sealed class AuditLogTests : IDisposable
{
    private const int Flood = 2000;

    private readonly CollectedLogs _logs = new();
    private readonly ServiceProvider _services;
    private readonly CollectedMeasurements _measurements;
    private readonly AuditLog _audit;

    public AuditLogTests()
    {
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_logs)).AddMetrics().AddSingleton<AuditLog>().BuildServiceProvider();
        _measurements = new CollectedMeasurements(_services.GetRequiredService<IMeterFactory>(), HandshakeTelemetry.Name);
        _audit = _services.GetRequiredService<AuditLog>();
    }

    public void Dispose()
    {
        _measurements.Dispose();
        _services.Dispose();
        _logs.Dispose();
    }

    [Theory]
    [InlineData(AuditKind.Refusal)]
    [InlineData(AuditKind.LockShut)]
    [InlineData(AuditKind.LockOpened)]
    public async Task What_is_not_written_is_counted_and_told_with_the_next_that_is(AuditKind kind)
    {
        var written = Enumerable.Range(0, Flood).Count(_ => _audit.TryBegin(kind, out var _));

        Assert.InRange(written, 10 * AuditLog.PerSecond(kind), Flood - 1);
        var untold = Flood - written;
        // Others are written all the same.
        Assert.True(_audit.TryBegin(AuditKind.Tampering, out _));

        await Eventually.BecomesAsync(
            () =>
            {
                var isWritten = _audit.TryBegin(kind, out _);
                if (!isWritten) untold++;
                return Task.FromResult(isWritten);
            },
            "the next event that is written");
        Assert.Equal(untold, _measurements.Of("mtls.audit.suppressed").Where(one => one["mtls.audit.kind"] == kind.ToString()).Sum(one => one.Value));
        Assert.Equal(untold, _logs.All.Where(log => log.Category == AuditLog.Category).Sum(log => int.Parse(log.Values["Count"]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(_logs.All, log => Assert.Equal(kind.ToString(), log.Values["Kind"]));
    }
}
