using Aspire.Hosting.ApplicationModel;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The commands that the dashboard offers for every process.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task A_server_that_is_stopped_and_started_again_serves_its_clients_again_at_the_same_address()
    {
        await using var appHost = await RunningAppHost.StartAsync(withDashboard: false);
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var app = appHost.Application;
        var server = appHost.Resource("storage");
        var address = appHost.Server;

        var stopped = await app.ResourceCommands.ExecuteCommandAsync(server, KnownResourceCommands.StopCommand, deadline.Token);
        Assert.True(stopped.Success, stopped.Message);
        await app.ResourceNotifications.WaitForResourceAsync("storage", KnownResourceStates.TerminalStates, deadline.Token);

        var started = await app.ResourceCommands.ExecuteCommandAsync(server, KnownResourceCommands.StartCommand, deadline.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("storage", WaitBehavior.WaitOnResourceUnavailable, deadline.Token);
        Assert.True(started.Success, started.Message);
        Assert.Equal(address, appHost.Server);
        Assert.StartsWith("Hello, client1!", await Mtls.GetAsync(appHost, "client1", deadline.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restarted_client_is_a_new_process()
    {
        await using var appHost = await RunningAppHost.StartAsync(withDashboard: false);
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var notifications = appHost.Application.ResourceNotifications;
        Assert.True(notifications.TryGetCurrentState("client1", out var before));

        var restarted = await appHost.Application.ResourceCommands.ExecuteCommandAsync(
            appHost.Resource("client1"), KnownResourceCommands.RestartCommand, deadline.Token);

        Assert.True(restarted.Success, restarted.Message);
        var after = await notifications.WaitForResourceAsync(
            "client1", e => e.Snapshot.State?.Text == KnownResourceStates.Running && Pid(e) is { } pid && !Equals(pid, Pid(before)), deadline.Token);
        Assert.NotEqual(before.Snapshot.StartTimeStamp, after.Snapshot.StartTimeStamp);
    }

    private static object? Pid(ResourceEvent resource) =>
        resource.Snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value;
}
