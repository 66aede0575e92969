using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>The product's own AppHost, up and healthy, with a PKI of its own and, if wanted, the dashboard.</summary>
public sealed class RunningAppHost : IAsyncDisposable
{
    /// <summary>How long anything that is awaited may take; generous, since the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _certs;
    private readonly IDistributedApplicationTestingBuilder _builder;

    private RunningAppHost(TemporaryDirectory certs, IDistributedApplicationTestingBuilder builder, DistributedApplication application)
    {
        _certs = certs;
        _builder = builder;
        Application = application;
    }

    public DistributedApplication Application { get; }

    /// <summary>The certificates directory of this AppHost.</summary>
    public string Certs => _certs.Path;

    /// <summary>The address of box 1, the one that explains.</summary>
    public Uri Server => Application.GetEndpoint("storage", "https");

    /// <summary>From the call of Main until everything was healthy.</summary>
    public TimeSpan StartupTime { get; private init; }

    /// <summary>Starts it, without the incidents unless the settings ask for them.</summary>
    public static async Task<RunningAppHost> StartAsync(bool withDashboard, params string[] settings)
    {
        var watch = Stopwatch.StartNew();
        using var deadline = new CancellationTokenSource(Patience);
        var certs = new TemporaryDirectory();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MtlsAspire_AppHost>(
            [$"--certs={certs.Path}", "--incidents=false", .. settings], (options, _) => options.DisableDashboard = !withDashboard, deadline.Token);
        var application = await builder.BuildAsync(deadline.Token);
        try
        {
            await application.StartAsync(deadline.Token);
            string[] resources = ["ca", "storage", "processing", "archive", "client1", "client2"];
            foreach (var resource in withDashboard ? resources.Prepend("aspire-dashboard") : resources)
            {
                await application.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
            }
        }
        catch (Exception exception)
        {
            var explanation = await FailedStart.ExplainAsync(application);
            await application.DisposeAsync();
            await builder.DisposeAsync();
            certs.Dispose();
            throw new InvalidOperationException($"The AppHost did not come up. {exception.Message}{explanation}", exception);
        }

        return new RunningAppHost(certs, builder, application) { StartupTime = watch.Elapsed };
    }

    /// <summary>A resource of the model.</summary>
    public IResource Resource(string name) =>
        Application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == name);

    /// <summary>Executes a command of a resource, as a click in the dashboard does.</summary>
    public Task<ExecuteCommandResult> ExecuteAsync(string resource, string command, CancellationToken cancellationToken) =>
        Application.ResourceCommands.ExecuteCommandAsync(Resource(resource), command, cancellationToken);

    /// <summary>The dashboard's query interface for what it has received.</summary>
    public DashboardTelemetry Telemetry() =>
        new(Application.GetEndpoint("aspire-dashboard", "http"), Configuration["AppHost:DashboardApiKey"]!);

    /// <summary>The key of that interface, and where it is.</summary>
    public (Uri Address, string Key) DashboardApi =>
        (Application.GetEndpoint("aspire-dashboard", "http"), Configuration["AppHost:DashboardApiKey"]!);

    /// <summary>The link by which a person logs in to the dashboard.</summary>
    public Uri DashboardLogin =>
        new(Application.GetEndpoint("aspire-dashboard", "http"), $"login?t={Configuration["AppHost:BrowserToken"]}");

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await _builder.DisposeAsync();
        _certs.Dispose();
    }

    private IConfiguration Configuration => Application.Services.GetRequiredService<IConfiguration>();
}
