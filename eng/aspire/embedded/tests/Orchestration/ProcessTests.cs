using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class ProcessTests
{
    [DcpFact]
    public async Task A_process_that_ends_shows_its_exit_code_after_its_last_lines()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell(
            "job", "i=0; while [ $i -lt 500 ]; do echo line $i; i=$((i+1)); done; echo to stderr >&2; exit 3"));

        var end = await app.ReachesAsync("job", KnownResourceStates.TerminalStates.ToArray());
        var console = await app.ConsoleAsync("job");

        Assert.Equal((KnownResourceStates.Finished, 3), (end.Snapshot.State?.Text, end.Snapshot.ExitCode));
        Assert.Contains("line 499", console, StringComparison.Ordinal);
        Assert.Contains("to stderr", console, StringComparison.Ordinal);
        Assert.True(end.Snapshot.StopTimeStamp >= end.Snapshot.StartTimeStamp);
        Assert.True(end.Snapshot.StartTimeStamp > end.Snapshot.CreationTimeStamp?.AddSeconds(-1));
    }

    [DcpFact]
    public async Task A_running_process_shows_its_program_directory_arguments_and_variables()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WithEnvironment("GREETING", "hello"));

        var snapshot = (await app.ReachesAsync("app", KnownResourceStates.Running)).Snapshot;

        Assert.True(Eventually.IsRunning(snapshot.Pid()));
        Assert.Equal("hello", snapshot.Variable("GREETING"));
        Assert.Equal("/bin/sh", Property(KnownProperties.ExecutablePath));
        Assert.Equal(Path.GetTempPath(), Property(KnownProperties.ExecutableWorkDir));
        Assert.Equal(["-c", TestProcesses.Endless], (IEnumerable<string>)Property(KnownProperties.AppArgs)!);

        object? Property(string name) => snapshot.Properties.Single(p => p.Name == name).Value;
    }

    [DcpFact]
    public async Task A_program_that_is_not_there_fails_to_start_and_the_console_tells_why()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddExecutable("app", "/no/such/program", Path.GetTempPath()));

        await app.ReachesAsync("app", KnownResourceStates.FailedToStart);

        await app.ConsoleContainsAsync("app", "/no/such/program");
    }

    [DcpFact]
    public async Task A_callback_that_throws_fails_its_resource_with_the_reason_and_nothing_else()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.AddShell("broken").WithEnvironment(_ => throw new InvalidOperationException("no such setting"));
            b.AddShell("timid").OnBeforeResourceStarted((_, _, _) => throw new TaskCanceledException("too slow"));
            b.AddShell("sound");
        });

        await app.ReachesAsync("broken", KnownResourceStates.FailedToStart);
        await app.ReachesAsync("timid", KnownResourceStates.FailedToStart);
        await app.ReachesAsync("sound", KnownResourceStates.Running);

        Assert.Contains("'broken' could not start: no such setting", await app.ConsoleAsync("broken"), StringComparison.Ordinal);
        Assert.Contains("'timid' could not start: too slow", await app.ConsoleAsync("timid"), StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task A_project_runs_with_its_launch_profile_and_telemetry_variables()
    {
        var project = Directory.CreateTempSubdirectory("project-test-");
        try
        {
            // Whatever is to be seen here is so before the program starts, which an empty project file cannot.
            await File.WriteAllTextAsync(Path.Combine(project.FullName, "Web.csproj"), "<Project />", ObservableModel.Soon);
            project.CreateSubdirectory("Properties");
            await File.WriteAllTextAsync(
                Path.Combine(project.FullName, "Properties", "launchSettings.json"),
                """{ "profiles": { "http": { "commandName": "Project", "applicationUrl": "http://localhost:0" } } }""",
                ObservableModel.Soon);
            await using var app = await RunningApplication.StartAsync(b =>
            {
                b.Configuration["DcpPublisher:RandomizePorts"] = "true";
                b.AddProject("web", Path.Combine(project.FullName, "Web.csproj"));
            });

            var snapshot = (await app.ReachesAsync("web", [.. KnownResourceStates.TerminalStates])).Snapshot;

            Assert.NotEqual(0, snapshot.ExitCode);
            Assert.Equal("web", snapshot.Variable("OTEL_SERVICE_NAME"));
            Assert.Equal("http", snapshot.Variable("DOTNET_LAUNCH_PROFILE"));
            Assert.Matches("^http://localhost:[1-9][0-9]*$", snapshot.Variable("ASPNETCORE_URLS"));
            Assert.Contains(snapshot.Properties, p => p is { Name: KnownProperties.ProjectLaunchProfile, Value: "http" });
        }
        finally
        {
            project.Delete(recursive: true);
        }
    }

    [DcpFact]
    public async Task Disposing_the_application_leaves_no_process_behind()
    {
        int[] processes;
        await using (var app = await RunningApplication.StartAsync(b =>
        {
            b.AddShell("obedient");
            b.AddShell("parent", "sleep 1000 & echo child=$!; wait");
            b.AddShell("waiting").WaitForCompletion(b.CreateResourceBuilder<ExecutableResource>("obedient"));
        }))
        {
            var obedient = (await app.ReachesAsync("obedient", KnownResourceStates.Running)).Snapshot.Pid();
            var parent = (await app.ReachesAsync("parent", KnownResourceStates.Running)).Snapshot.Pid();
            await app.ConsoleContainsAsync("parent", "child=");
            await app.ReachesAsync("waiting", KnownResourceStates.Waiting);
            var child = (await app.ConsoleAsync("parent")).Split("child=")[1].Split('\n')[0];
            processes = [obedient, parent, int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)];
            Assert.All(processes, p => Assert.True(Eventually.IsRunning(p)));
        }

        Assert.All(processes, p => Assert.False(Eventually.IsRunning(p)));
    }
}
