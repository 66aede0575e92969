using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Embedded.Aspire.Tests.Orchestration;

/// <summary>A whole run, as in an AppHost's Main. It may set the exit code of the process, which is put back.</summary>
public sealed class RunTests : IDisposable
{
    private readonly int _exitCode = Environment.ExitCode;

    public RunTests() => Environment.ExitCode = 0;

    public void Dispose() => Environment.ExitCode = _exitCode;

    [DcpFact]
    public async Task A_run_ends_when_the_application_is_told_to_stop()
    {
        await using var app = RunningApplication.Build(b => b.AddShell("app"));
        var run = app.App.RunAsync(ObservableModel.Soon);
        var process = (await app.ReachesAsync("app", KnownResourceStates.Running)).Snapshot.Pid();

        app.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await run.WaitAsync(Eventually.Deadline);

        Assert.False(Eventually.IsRunning(process));
        Assert.Equal(0, Environment.ExitCode);
        Assert.Contains("Distributed application started.", app.Log.Text, StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task A_run_that_cannot_start_says_so_in_one_line_and_in_its_exit_code()
    {
        using var other = TestProcesses.Occupy(out var port);
        await using var app = RunningApplication.Build(b => b.AddShell("api").WithHttpEndpoint(port: port));

        await app.App.RunAsync(ObservableModel.Soon);

        Assert.Equal(1, Environment.ExitCode);
        var problem = Assert.Single(app.Log.Text.Split('\n'), line => line.Contains("in use", StringComparison.Ordinal));
        Assert.StartsWith($"Critical: Port {port} of service 'api' is in use", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Log.Text, StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task A_run_that_can_no_longer_follow_its_processes_ends_and_says_why()
    {
        await using var app = RunningApplication.Build(b => b.AddShell("app").WithCommand(
            "polish",
            "Polish",
            _ => Task.FromResult(CommandResults.Success()),
            new CommandOptions
            {
                UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                    ? throw new InvalidOperationException("no cloth")
                    : ResourceCommandState.Disabled,
            }));

        await app.App.RunAsync(ObservableModel.Soon).WaitAsync(Eventually.Deadline);

        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains("Critical: no cloth", app.Log.Text, StringComparison.Ordinal);
    }
}
