using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the health checks of resources while they run, and says once per start that a resource is ready.</summary>
internal sealed class HealthMonitor(IServiceProvider services, ResourceNotificationService notifications, IDistributedApplicationEventing eventing, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPauseWhileUnhealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWhileHealthy = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (DateTime? Started, CancellationTokenSource End)> _monitored = [];

    /// <summary>The health of a resource that has just been started: unknown.</summary>
    public static ImmutableArray<HealthReportSnapshot> NotRunYet(IResource resource) =>
        [.. Keys(resource).Select(k => new HealthReportSnapshot(k, Status: null, Description: null, ExceptionText: null))];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            var running = change.Snapshot.State?.Text == KnownResourceStates.Running;
            var known = _monitored.TryGetValue(change.ResourceId, out var monitored);
            if (known && (!running || monitored.Started != change.Snapshot.StartTimeStamp))
            {
                await monitored.End.CancelAsync();
                monitored.End.Dispose();
                _monitored.Remove(change.ResourceId);
                known = false;
            }

            if (running && !known)
            {
                var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _monitored[change.ResourceId] = (change.Snapshot.StartTimeStamp, end);
                _ = MonitorAsync(change.Resource, change.Snapshot.StartTimeStamp, end.Token);
            }
        }
    }

    private async Task MonitorAsync(IResource resource, DateTime? started, CancellationToken cancellationToken)
    {
        try
        {
            var keys = Keys(resource);
            if (keys.Count == 0)
            {
                await RaiseReadyAsync(resource, started, cancellationToken);
                return;
            }

            var pause = FirstPause;
            var ready = false;
            while (true)
            {
                var report = await CheckAsync(keys, cancellationToken);
                await PublishAsync(resource, started, [.. report.Entries.Select(e =>
                    new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description, e.Value.Exception?.Message) { LastRunAt = DateTime.UtcNow })]);
                var healthy = report.Status == HealthStatus.Healthy;
                if (healthy && !ready)
                {
                    ready = true;
                    await RaiseReadyAsync(resource, started, cancellationToken);
                }

                await Task.Delay(healthy ? PauseWhileHealthy : pause, cancellationToken);
                pause = healthy ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPauseWhileUnhealthy.Ticks));
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The resource no longer runs.
        }
        catch (Exception e)
        {
            // No such check, two of the same name, one that cannot be created: nothing that the next attempt would mend.
            OrchestrationLog.CannotMonitor(logger, resource.Name, e.Message);
            await PublishAsync(resource, started, [.. Keys(resource).Select(k => new HealthReportSnapshot(k, HealthStatus.Unhealthy, e.Message, ExceptionText: null))]);
        }
    }

    private static HashSet<string> Keys(IResource resource) => [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key)];

    private async Task<HealthReport> CheckAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => keys.Contains(r.Name), cancellationToken);
        var missing = keys.Except(report.Entries.Keys).ToArray();
        return missing.Length == 0
            ? report
            : throw new DistributedApplicationException($"No health check is registered under the key '{missing[0]}'. Register it with builder.Services.AddHealthChecks().");
    }

    // What was found out about one run of a process does not count for the next one.
    private Task PublishAsync(IResource resource, DateTime? started, ImmutableArray<HealthReportSnapshot> reports) =>
        notifications.PublishUpdateAsync(resource, s => s.StartTimeStamp == started ? s with { HealthReports = reports } : s);

    private async Task RaiseReadyAsync(IResource resource, DateTime? started, CancellationToken cancellationToken)
    {
        var handlers = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, s => s.StartTimeStamp == started ? s with { ResourceReady = handlers } : s);
        try
        {
            await handlers;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            OrchestrationLog.ReadyHandlerFailed(logger, resource.Name, e.Message);
        }
    }
}
