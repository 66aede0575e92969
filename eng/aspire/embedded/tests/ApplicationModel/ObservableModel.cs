using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Embedded.Aspire.Tests.ApplicationModel;

/// <summary>The services that make resources observable, without an application around them.</summary>
internal sealed class ObservableModel : IDisposable
{
    private readonly ServiceProvider _services;

    public ObservableModel(WaitBehavior waitBehavior = WaitBehavior.StopOnResourceUnavailable, params IResource[] modelled)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Options.Create(new ResourceNotificationServiceOptions { DefaultWaitBehavior = waitBehavior }));
        if (modelled.Length > 0)
        {
            services.AddSingleton(new DistributedApplicationModel(modelled));
        }

        _services = services.BuildServiceProvider();
        Loggers = new ResourceLoggerService();
        Notifications = new ResourceNotificationService(
            NullLogger<ResourceNotificationService>.Instance, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _services, Loggers);
        Commands = new ResourceCommandService(Notifications, Loggers, _services);
    }

    public ResourceNotificationService Notifications { get; }

    public ResourceLoggerService Loggers { get; }

    public ResourceCommandService Commands { get; }

    /// <summary>A token for waits that must end in a test.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public Task PublishStateAsync(IResource resource, string state, int? exitCode = null) =>
        Notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state, ExitCode = exitCode });

    public Task PublishReadyAsync(IResource resource, Task? handlers = null) =>
        Notifications.PublishUpdateAsync(resource, snapshot => snapshot with { ResourceReady = handlers ?? Task.CompletedTask });

    public Task PublishHealthAsync(IResource resource, params HealthReportSnapshot[] reports) =>
        Notifications.PublishUpdateAsync(resource, snapshot => snapshot.WithHealthReports([.. reports]));

    public CustomResourceSnapshot SnapshotOf(IResource resource) =>
        Notifications.TryGetCurrentState(resource.Name, out var current)
            ? current.Snapshot
            : throw new InvalidOperationException($"Nothing was published about '{resource.Name}'.");

    public async Task<string> LogOfAsync(IResource resource) =>
        string.Join('\n', (await Loggers.GetAllAsync(resource).SelectMany(lines => lines).ToListAsync()).Select(line => line.Content));

    public void Dispose()
    {
        Notifications.Dispose();
        Loggers.Dispose();
        _services.Dispose();
    }
}
