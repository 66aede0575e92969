using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the application: brings its processes up through DCP in the order they ask for, and takes them down again.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    DistributedApplicationOptions options,
    DistributedApplicationExecutionContext executionContext,
    RuntimePaths runtime,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    IDistributedApplicationEventing eventing,
    IConfiguration configuration,
    IServiceProvider services,
    ILoggerFactory loggerFactory,
    ILogger<DistributedApplication> logger) : IHostedService, IAsyncDisposable
{
    private const int SuffixLength = 8;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, ProcessController> _controllers = [];
    private readonly List<Task> _background = [];
    private readonly Lock _lock = new();
    private Task _start = Task.CompletedTask;
    private Task? _stop;
    private Task<DcpHost>? _dcp;
    private DashboardResourceService? _resourceService;

    // Set by the testing library, so that several AppHosts can run at once.
    private bool RandomizePorts => configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            lock (_lock)
            {
                _start = StartCoreAsync(starting.Token);
            }

            await _start;
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _stop ??= StopOnceAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (var controller in _controllers.Values)
        {
            controller.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync();
        await EndedAsync(_start);
        if (_dcp is not null)
        {
            // Applications first: their last telemetry still finds the dashboard, and none of them waits for a dead one.
            var dashboard = _controllers.Values.Where(c => c.Resource.Name == DashboardResource.ResourceName).ToArray();
            await RemoveAsync(_controllers.Values.Except(dashboard));
            await RemoveAsync(dashboard);
        }

        if (_resourceService is not null)
        {
            await _resourceService.DisposeAsync();
        }

        if (_dcp is not null && await EndedAsync(_dcp) && _dcp.IsCompletedSuccessfully)
        {
            await (await _dcp).DisposeAsync();
        }

        await EndedAsync(Task.WhenAll(_background));
    }

    /// <summary>Waits until work that has been cancelled has ended; not for ever, since a user's callback may not listen.</summary>
    private static async Task<bool> EndedAsync(Task cancelled)
    {
        await cancelled.WaitAsync(StopLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancelled.IsCompleted;
    }

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        var processes = model.Resources.Where(r => r is ProjectResource or ExecutableResource).ToList();
        foreach (var process in processes)
        {
            var name = $"{process.Name}-{RandomNumberGenerator.GetString(Letters, SuffixLength)}".ToLowerInvariant();
            process.Annotations.Add(new ResourceInstanceAnnotation(name));
            if (process.Name != DashboardResource.ResourceName)
            {
                LifecycleCommands.AddTo(process, () => _controllers[name]);
            }
        }

        _dcp = DcpHost.StartAsync(new DcpOptions { DcpPath = AspireRuntime.FindDcp(configuration, runtime.DcpDirectory) }, loggerFactory.CreateLogger<DcpHost>(), cancellationToken);
        if (!options.DisableDashboard)
        {
            await StartResourceServiceAsync(cancellationToken);
        }

        foreach (var resource in model.Resources)
        {
            await PublishFirstStateAsync(resource);
        }

        var dcp = (await _dcp).Client;
        var shared = new OrchestrationServices(services, dcp, new ExecutableFactory(executionContext), notifications, loggers, eventing, _stopping.Token);
        foreach (var process in processes)
        {
            _controllers.Add(process.GetInstanceName(), new ProcessController(process, shared));
        }

        Background(new HealthMonitor(services, notifications, eventing, logger).RunAsync(_stopping.Token));
        Background(new ExecutableWatcher(shared, _controllers, new ConsoleLogPump(dcp, loggers)).RunAsync(_stopping.Token));
        if (options.EnableResourceLogging)
        {
            Background(new ResourceLogForwarder(notifications, loggers, loggerFactory, runtime.ApplicationName).RunAsync(_stopping.Token));
        }

        var allocator = new EndpointAllocator(dcp, eventing, services, RandomizePorts);
        foreach (var resource in model.Resources)
        {
            // The dashboard is first in the model: it starts while the others get their addresses.
            await allocator.AllocateAsync(resource, cancellationToken);
            await PublishUrlsAsync(resource, cancellationToken);
            if (resource.Name == DashboardResource.ResourceName)
            {
                Start(resource);
            }
        }

        await eventing.PublishAsync(new AfterEndpointsAllocatedEvent(services, model), cancellationToken);
        var values = new ValueResources(notifications, loggers, eventing, services);
        foreach (var resource in model.Resources.Where(r => r.Name != DashboardResource.ResourceName))
        {
            Background(shared.RaiseAsync(new InitializeResourceEvent(resource, eventing, loggers, notifications, services)));
            Background(values.ShowAsync(resource, _stopping.Token));
            if (!resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            {
                Start(resource);
            }
        }

        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
    }

    private void Start(IResource resource)
    {
        if (_controllers.TryGetValue(resource.GetInstanceName(), out var controller))
        {
            Background(controller.StartAsync(waitForDependencies: true, _stopping.Token));
        }
    }

    private async Task StartResourceServiceAsync(CancellationToken cancellationToken)
    {
        _resourceService = new DashboardResourceService(
            notifications, loggers, commands, runtime.DashboardApplicationName, configuration[ApplicationSecrets.ResourceServiceApiKey]!, loggerFactory);
        var configured = RandomizePorts ? null : configuration.GetValue<Uri>("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL");
        var url = await _resourceService.StartAsync(configured, cancellationToken);
        if (model.Resources.TryGetByName(DashboardResource.ResourceName, out var dashboard))
        {
            dashboard.Annotations.Add(new EnvironmentCallbackAnnotation("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", url.ToString));
            eventing.Subscribe<ResourceReadyEvent>(dashboard, (_, _) =>
            {
                var address = ((IResourceWithEndpoints)dashboard).GetEndpoint("http").Url;
                OrchestrationLog.DashboardListening(logger, address);
                OrchestrationLog.DashboardLogin(logger, $"{address}/login?t={configuration[ApplicationSecrets.BrowserToken]}");
                return Task.CompletedTask;
            });
        }
    }

    private Task PublishFirstStateAsync(IResource resource)
    {
        var explicitStart = resource.HasAnnotationOfType<ExplicitStartupAnnotation>();
        return notifications.PublishUpdateAsync(resource, s => s with
        {
            CreationTimeStamp = s.CreationTimeStamp ?? DateTime.UtcNow,
            Properties = Parent(resource) is { } parent
                ? [.. s.Properties, new ResourcePropertySnapshot(KnownProperties.ParentName, parent.GetInstanceName())]
                : s.Properties,
            State = s.State ?? (resource is ProjectResource or ExecutableResource
                ? explicitStart ? KnownResourceStates.NotStarted : KnownResourceStates.Starting
                : null),
        });
    }

    private static IResource? Parent(IResource resource) =>
        (resource as IResourceWithParent)?.Parent
        ?? resource.Annotations.OfType<ResourceRelationshipAnnotation>().LastOrDefault(r => r.Type == KnownRelationshipTypes.Parent)?.Resource;

    private async Task PublishUrlsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = await ResourceUrls.OfAsync(resource, executionContext, loggers.GetLogger(resource), cancellationToken);
        if (urls.Count > 0)
        {
            await notifications.PublishUpdateAsync(resource, s => s with { Urls = [.. urls] });
        }
    }

    private async Task RemoveAsync(IEnumerable<ProcessController> controllers)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await Task.WhenAll(controllers.Select(async controller =>
        {
            try
            {
                await controller.RemoveAsync(limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or DistributedApplicationException or DcpApiException)
            {
                OrchestrationLog.NotStopped(logger, controller.Resource.Name, e.Message);
            }
        }));
    }

    private void Background(Task work) => _background.Add(work.ContinueWith(
        finished =>
        {
            if (finished.Exception?.GetBaseException() is { } e && !_stopping.IsCancellationRequested)
            {
                OrchestrationLog.Fatal(logger, e.Message);
                Environment.ExitCode = 1;
                ((IHostApplicationLifetime)services.GetService(typeof(IHostApplicationLifetime))!).StopApplication();
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default));
}
