using Microsoft.Extensions.Hosting;

namespace OpenTelemetry;

/// <summary>Starts telemetry with the host. Stopping is the container's: disposing the providers flushes them.</summary>
internal sealed class TelemetryHostedService(ITelemetryHostInitializer initializer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        initializer.Initialize();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
