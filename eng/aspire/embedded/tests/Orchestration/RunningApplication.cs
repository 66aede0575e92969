using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dashboard;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.Orchestration;

/// <summary>An application on the real DCP, without the dashboard.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private RunningApplication(DistributedApplication app, RecordedLog log)
    {
        App = app;
        Log = log;
    }

    public DistributedApplication App { get; }

    /// <summary>What the AppHost logs.</summary>
    public RecordedLog Log { get; }

    public ResourceNotificationService Notifications => App.ResourceNotifications;

    /// <summary>Builds an application, but does not start it.</summary>
    public static RunningApplication Build(Action<IDistributedApplicationBuilder> configure)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        builder.Configuration["ASPIRE_DCP_PATH"] = Path.GetDirectoryName(InstalledRuntime.DcpPath);
        var log = new RecordedLog();
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(new Provider(log)));
        configure(builder);
        return new RunningApplication(builder.Build(), log);
    }

    public static async Task<RunningApplication> StartAsync(Action<IDistributedApplicationBuilder> configure)
    {
        var running = Build(configure);
        await running.App.StartAsync(ObservableModel.Soon);
        return running;
    }

    public Task<ResourceEvent> ReachesAsync(string resource, params string[] states) =>
        Notifications.WaitForResourceAsync(resource, e => states.Contains(e.Snapshot.State?.Text), ObservableModel.Soon);

    public CustomResourceSnapshot Snapshot(string resource) =>
        Notifications.TryGetCurrentState(resource, out var current) ? current.Snapshot : throw new InvalidOperationException($"Nothing is known of '{resource}'.");

    public async Task<string> ConsoleAsync(string resource)
    {
        var loggers = App.Services.GetRequiredService<ResourceLoggerService>();
        App.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resource, out var found);
        return string.Join('\n', (await loggers.GetAllAsync(found!).SelectMany(lines => lines).ToListAsync()).Select(line => line.Content));
    }

    public Task ConsoleContainsAsync(string resource, string text) => Eventually.TrueAsync(
        async () => (await ConsoleAsync(resource)).Contains(text, StringComparison.Ordinal), $"the console of '{resource}' shows '{text}'");

    public Task<ExecuteCommandResult> CommandAsync(string resource, string command) =>
        App.ResourceCommands.ExecuteCommandAsync(resource, command, ObservableModel.Soon);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private sealed class Provider(RecordedLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
