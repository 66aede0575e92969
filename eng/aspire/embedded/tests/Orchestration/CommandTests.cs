using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class CommandTests
{
    [DcpFact]
    public async Task A_process_with_an_explicit_start_waits_for_the_command()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("tool").WithExplicitStart());
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("tool").State?.Text);

        var result = await app.CommandAsync("tool", "start");

        Assert.True(result.Success, result.Message);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("tool").State?.Text);
    }

    [DcpFact]
    public async Task A_process_that_waits_starts_at_once_on_command_and_is_not_taken_for_finished()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            var waiting = b.AddShell("waiting").WaitFor(b.AddShell("never").WithExplicitStart());
            b.AddShell("last").WaitForCompletion(waiting);
        });
        await app.ReachesAsync("last", KnownResourceStates.Waiting);
        await app.ReachesAsync("waiting", KnownResourceStates.Waiting);

        var result = await app.CommandAsync("waiting", "start");

        Assert.True(result.Success, result.Message);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("waiting").State?.Text);
        Assert.Equal(KnownResourceStates.Waiting, app.Snapshot("last").State?.Text);
    }

    [DcpFact]
    public async Task A_process_that_waits_can_be_told_not_to_start()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("waiting").WaitFor(b.AddShell("never").WithExplicitStart()));
        await app.ReachesAsync("waiting", KnownResourceStates.Waiting);

        var result = await app.CommandAsync("waiting", "stop");

        Assert.True(result.Success, result.Message);
        Assert.Equal(KnownResourceStates.NotStarted, (await app.ReachesAsync("waiting", KnownResourceStates.NotStarted)).Snapshot.State?.Text);
        await app.CommandAsync("never", "start");
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("waiting").State?.Text);
    }

    [DcpFact]
    public async Task A_start_that_hangs_in_a_callback_can_be_stopped_and_tried_again()
    {
        var attempts = 0;
        var hangs = new TaskCompletionSource();
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").OnBeforeResourceStarted(async (_, _, cancellationToken) =>
        {
            if (++attempts == 1)
            {
                hangs.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }));
        await hangs.Task.WaitAsync(Eventually.Deadline);

        Assert.True((await app.CommandAsync("app", "stop")).Success);
        var stopped = app.Snapshot("app").State?.Text;
        Assert.True((await app.CommandAsync("app", "start")).Success);

        Assert.Equal((KnownResourceStates.NotStarted, KnownResourceStates.Running), (stopped, app.Snapshot("app").State?.Text));
    }

    [DcpFact]
    public async Task A_process_that_does_not_obey_is_killed()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("stubborn", "trap '' TERM; echo ready; while :; do sleep 0.1; done"));
        await app.ConsoleContainsAsync("stubborn", "ready");
        var process = (await app.ReachesAsync("stubborn", KnownResourceStates.Running)).Snapshot.Pid();

        var result = await app.CommandAsync("stubborn", "stop");

        Assert.True(result.Success, result.Message);
        Assert.False(Eventually.IsRunning(process));
        Assert.Contains(app.Snapshot("stubborn").State!.Text, KnownResourceStates.TerminalStates);
        Assert.Null(app.Snapshot("stubborn").ExitCode);
    }

    [DcpFact]
    public async Task A_stopped_process_is_finished_and_can_be_started_again()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app"));
        await app.ConsoleContainsAsync("app", "ready");

        Assert.True((await app.CommandAsync("app", "stop")).Success);
        var stopped = app.Snapshot("app");
        Assert.True((await app.CommandAsync("app", "start")).Success);

        Assert.Equal(KnownResourceStates.Finished, stopped.State?.Text);
        Assert.NotNull(stopped.StopTimeStamp);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("app").State?.Text);
        Assert.Null(app.Snapshot("app").StopTimeStamp);
    }

    [DcpFact]
    public async Task A_restart_brings_a_new_process_on_the_same_public_port()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WithHttpEndpoint(env: "PORT"));
        var before = (await app.ReachesAsync("app", KnownResourceStates.Running)).Snapshot;

        var result = await app.CommandAsync("app", "restart");
        var after = app.Snapshot("app");

        Assert.True(result.Success, result.Message);
        Assert.Equal(KnownResourceStates.Running, after.State?.Text);
        Assert.NotEqual(before.Pid(), after.Pid());
        Assert.False(Eventually.IsRunning(before.Pid()));
        Assert.Equal(before.Urls.Single().Url, after.Urls.Single().Url);
    }

    [DcpFact]
    public async Task A_start_that_fails_fails_the_command()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddExecutable("app", "/no/such/program", Path.GetTempPath()).WithExplicitStart());

        var result = await app.CommandAsync("app", "start");

        Assert.False(result.Success);
        Assert.Contains("'app' could not start", result.Message, StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task Commands_that_come_at_the_same_time_end_in_one_state()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app"));
        await app.ReachesAsync("app", KnownResourceStates.Running);

        await Task.WhenAll(app.CommandAsync("app", "restart"), app.CommandAsync("app", "stop"), app.CommandAsync("app", "restart"));
        var result = await app.CommandAsync("app", "stop");

        Assert.True(result.Success, result.Message);
        Assert.Equal(KnownResourceStates.Finished, app.Snapshot("app").State?.Text);
    }
}
