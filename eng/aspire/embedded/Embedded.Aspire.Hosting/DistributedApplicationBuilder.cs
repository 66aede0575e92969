using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Builds an application out of resources.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;
    private readonly RuntimePaths _runtime;
    private readonly BuilderInterception? _interception;

    /// <summary>Creates a builder.</summary>
    /// <param name="args">The command-line arguments, read as configuration (<c>--key=value</c>).</param>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Creates a builder.</summary>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _interception = BuilderInterception.Current;
        var settings = new HostApplicationBuilderSettings();
        _interception?.OnConstructing(options, settings);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly();
        _runtime = RuntimePaths.Of(AppHostAssembly, options);
        settings.Args ??= options.Args;
        settings.ContentRootPath ??= _runtime.ProjectDirectory;
        settings.ApplicationName ??= _runtime.ApplicationName;

        _host = new HostApplicationBuilder(settings);
        Configuration["AppHost:Directory"] = AppHostDirectory;
        if (string.Equals(Configuration["AppHost:Operation"] ?? Configuration["operation"], "publish", StringComparison.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException("The embedded Aspire library runs applications; it does not publish them. See docs/embedded-aspire.md.");
        }

        ApplicationSecrets.EnsureIn(Configuration);
        AddServices();
    }

    /// <inheritdoc />
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc />
    public string AppHostDirectory => _runtime.ProjectDirectory;

    /// <inheritdoc />
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc />
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc />
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc />
    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    /// <inheritdoc />
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc />
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc />
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.TryGetByName(resource.Name, out var existing))
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of type '{existing.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc />
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource =>
        new DistributedApplicationResourceBuilder<T>(this, resource);

    /// <inheritdoc />
    public DistributedApplication Build()
    {
        _interception?.OnBuilding(this);
        if (!_options.DisableDashboard)
        {
            AddDashboard();
        }

        Services.AddSingleton(new DistributedApplicationModel(Resources));
        var application = new DistributedApplication(_host.Build());
        ExecutionContext.SetServiceProvider(application.Services);
        return _interception is null ? application : _interception.OnBuilt(application);
    }

    private void AddDashboard()
    {
        try
        {
            DashboardResource.AddTo(this, _runtime.DashboardPath);
        }
        catch (DistributedApplicationException e)
        {
            // Not thrown from here, a user's Main, but from the start, which tells a user's mistakes without a stack trace.
            Eventing.Subscribe<BeforeStartEvent>((_, _) => Task.FromException(e));
        }
    }

    private void AddServices()
    {
        Services.AddSingleton(_options);
        Services.AddSingleton(_runtime);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton(p => new ResourceCommandService(
            p.GetRequiredService<ResourceNotificationService>(), p.GetRequiredService<ResourceLoggerService>(), p));
        // A person who watches the dashboard can start a resource that died again; a test cannot.
        Services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultWaitBehavior =
            _options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable);
        Services.AddHealthChecks();
        Services.AddHostedService<ApplicationOrchestrator>();

        // What concerns the host underneath, not the application; what fails there is said by the resources themselves.
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // A host that cannot start throws as well; the log entry of it would only repeat that, with a stack trace.
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
