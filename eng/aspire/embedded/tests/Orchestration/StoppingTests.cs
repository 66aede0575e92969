using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class StoppingTests
{
    [DcpFact]
    public async Task Stopping_twice_and_disposing_is_the_same_as_stopping_once()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app"));
        var process = (await app.ReachesAsync("app", KnownResourceStates.Running)).Snapshot.Pid();

        await Task.WhenAll(app.App.StopAsync(ObservableModel.Soon), app.App.StopAsync(ObservableModel.Soon));

        Assert.False(Eventually.IsRunning(process));
    }

    [DcpFact]
    public async Task A_start_that_is_given_up_leaves_nothing_behind()
    {
        using var givingUp = new CancellationTokenSource();
        var process = 0;
        await using var app = RunningApplication.Build(b =>
        {
            b.AddShell("first");
            b.Eventing.Subscribe<AfterResourcesCreatedEvent>(async (e, cancellationToken) =>
            {
                process = (await e.Services.GetRequiredService<ResourceNotificationService>()
                    .WaitForResourceAsync("first", r => r.Snapshot.State?.Text == KnownResourceStates.Running, cancellationToken)).Snapshot.Pid();
                await givingUp.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            });
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.App.StartAsync(givingUp.Token).WaitAsync(Eventually.Deadline));

        Assert.NotEqual(0, process);
        Assert.False(Eventually.IsRunning(process));
    }

    [DcpFact]
    public async Task A_command_that_comes_while_the_application_stops_starts_nothing()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WithExplicitStart());
        await app.App.StopAsync(ObservableModel.Soon);

        var result = await app.CommandAsync("app", "start").WaitAsync(Eventually.Deadline);

        Assert.False(result.Success);
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("app").State?.Text);
    }

    [DcpFact]
    public async Task An_application_that_was_never_started_can_be_disposed()
    {
        var app = RunningApplication.Build(b => b.AddShell("app"));

        await app.App.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline);

        Assert.Empty(app.Log.Text);
    }
}
