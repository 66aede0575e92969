using System.Globalization;
using System.Net;
using Aspire.Hosting.Dcp;

namespace Embedded.Aspire.Tests.Dcp;

public sealed class ExecutableTests : IClassFixture<DcpSession>
{
    private readonly DcpSession _session;

    public ExecutableTests(DcpSession session) => _session = session;

    private DcpClient Client => _session.Client;

    [DcpFact]
    public async Task An_executable_runs_writes_logs_and_ends_with_its_exit_code()
    {
        await Client.CreateAsync(DcpObjects.Shell("speaker", "echo to stdout; echo to stderr >&2; exit 7"));

        var ended = await Client.WaitForStateAsync("speaker", ExecutableStates.Finished);

        Assert.Equal(7, ended.Status!.ExitCode);
        Assert.True(ended.Status.FinishTimestamp >= ended.Status.StartupTimestamp);
        Assert.Equal(["to stdout"], await Client.ReadLogAsync("speaker", LogSource.Stdout));
        Assert.Equal(["to stderr"], await Client.ReadLogAsync("speaker", LogSource.Stderr));
        Assert.NotEmpty(await Client.ReadLogAsync("speaker", LogSource.System));
    }

    [DcpFact]
    public async Task A_followed_log_delivers_lines_while_the_process_runs_and_ends_after_it()
    {
        await Client.CreateAsync(DcpObjects.Shell("counter", "echo one; read line < /dev/null; sleep 1; echo two"));
        await Client.WaitForStateAsync("counter", ExecutableStates.Running);

        var lines = new List<string>();
        var stateAtFirstLine = "";
        await foreach (var line in Client.StreamLogsAsync("counter", LogSource.Stdout, follow: true, timestamps: true))
        {
            if (lines.Count == 0)
            {
                stateAtFirstLine = (await Client.FindAsync<Executable>("counter"))!.Status!.State;
            }

            lines.Add(line);
        }

        Assert.Equal(ExecutableStates.Running, stateAtFirstLine);
        Assert.Equal(["one", "two"], lines.Select(l => l.Split(' ', 2)[1]));
        Assert.All(lines, l => Assert.True(DateTimeOffset.TryParse(l.Split(' ')[0], CultureInfo.InvariantCulture, out _), l));
    }

    [DcpFact]
    public async Task The_environment_has_the_port_to_listen_on_and_inherits_the_rest()
    {
        var service = await Client.CreateServiceAsync(DcpObjects.Service("env-service"));
        await Client.CreateAsync(DcpObjects.Shell(
            "env", "echo $PORT; echo $PUBLIC; echo \"$PATH\"; exec sleep 600",
            [
                new EnvironmentVariable("PORT", "{{- portForServing \"env-service\" -}}"),
                new EnvironmentVariable("PUBLIC", "{{- portFor \"env-service\" -}}"),
            ],
            "env-service"));

        var running = await Client.WaitForStateAsync("env", ExecutableStates.Running);
        var lines = new List<string>();
        await foreach (var line in Client.StreamLogsAsync("env", LogSource.Stdout, follow: true, timestamps: false))
        {
            lines.Add(line);
            if (lines.Count == 3)
            {
                break;
            }
        }

        var port = running.Status!.EffectiveEnv!.Single(v => v.Name == "PORT").Value;
        Assert.True(int.Parse(port!, CultureInfo.InvariantCulture) > 0);
        Assert.NotEqual(service.Status!.EffectivePort!.Value.ToString(CultureInfo.InvariantCulture), port);
        Assert.Equal(port, lines[0]);
        Assert.Equal(service.Status.EffectivePort.Value.ToString(CultureInfo.InvariantCulture), lines[1]);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), lines[2]);
        await Eventually.TrueAsync(
            async () => (await Client.ListAsync<Endpoint>()).Any(e =>
                e.Spec.ServiceName == "env-service"
                && e.Spec.Port!.Value.ToString(CultureInfo.InvariantCulture) == port
                && e.Metadata.OwnerReferences!.Single().Uid == running.Metadata.Uid),
            "there is an Endpoint, owned by the executable");
    }

    [DcpFact]
    public async Task An_executable_can_be_started_later_and_be_stopped()
    {
        var executable = DcpObjects.Shell("later", "exec sleep 600");
        await Client.CreateAsync(executable with { Spec = executable.Spec with { Start = false } });
        Assert.Equal(ExecutableStates.NotStarted, (await Client.FindAsync<Executable>("later"))!.Status!.State);

        await Client.StartExecutableAsync("later");
        var process = (await Client.WaitForStateAsync("later", ExecutableStates.Running)).Status!.Pid!.Value;
        await Client.StopExecutableAsync("later");

        var stopped = await Client.WaitForStateAsync("later", ExecutableStates.Finished);
        Assert.Equal(-1, stopped.Status!.ExitCode); // sleep does not handle SIGTERM
        Assert.True(ExecutableStates.IsFinal(stopped.Status.State));
        Assert.False(Eventually.IsRunning(process));
    }

    [DcpFact]
    public async Task A_restart_makes_a_new_process_behind_the_same_public_port()
    {
        var service = await Client.CreateServiceAsync(DcpObjects.Service("phoenix-service"));
        var executable = DcpObjects.Shell(
            "phoenix", "exec sleep 600", [new EnvironmentVariable("PORT", "{{- portForServing \"phoenix-service\" -}}")], "phoenix-service");
        await Client.CreateAsync(executable);
        var first = await Client.WaitForStateAsync("phoenix", ExecutableStates.Running);

        await Client.RestartAsync(first); // what a watch has delivered is good enough
        var second = await Client.WaitForStateAsync("phoenix", ExecutableStates.Running);

        Assert.NotEqual(first.Metadata.Uid, second.Metadata.Uid);
        Assert.NotEqual(first.Status!.Pid, second.Status!.Pid);
        Assert.False(Eventually.IsRunning(first.Status.Pid!.Value));
        Assert.True(Eventually.IsRunning(second.Status.Pid!.Value));
        Assert.Equal(executable.Spec.Args, second.Spec.Args);
        var after = await Client.WaitForServiceAddressAsync("phoenix-service", Eventually.Deadline);
        Assert.Equal(service.Status!.EffectivePort, after.Status!.EffectivePort);
    }

    [DcpFact]
    public async Task An_executable_that_was_stopped_can_be_restarted()
    {
        var created = await Client.CreateAsync(DcpObjects.Shell("stopped", "exec sleep 600"));
        await Client.WaitForStateAsync("stopped", ExecutableStates.Running);
        var stopped = await Client.StopExecutableAsync("stopped");
        await Client.WaitForStateAsync("stopped", ExecutableStates.Finished);

        await Client.RestartAsync(stopped);

        var again = await Client.WaitForStateAsync("stopped", ExecutableStates.Running);
        Assert.NotEqual(created.Metadata.Uid, again.Metadata.Uid);
    }

    [DcpFact]
    public async Task A_program_that_does_not_exist_fails_to_start_and_the_system_log_says_why()
    {
        var executable = DcpObjects.Shell("ghost", "");
        await Client.CreateAsync(executable with { Spec = executable.Spec with { ExecutablePath = "/no/such/program" } });

        await Client.WaitForStateAsync("ghost", ExecutableStates.FailedToStart);

        await Eventually.TrueAsync(
            async () => (await Client.ReadLogAsync("ghost", LogSource.System)).Any(l => l.Contains("no such file", StringComparison.Ordinal)),
            "the system log names the reason");
    }

    [DcpFact]
    public async Task What_is_refused_is_told_with_its_reason()
    {
        await Client.CreateAsync(DcpObjects.Shell("twice", "exit 0"));

        var exception = await Assert.ThrowsAsync<DcpApiException>(() => Client.CreateAsync(DcpObjects.Shell("twice", "exit 0")));

        Assert.Equal(HttpStatusCode.Conflict, exception.StatusCode);
        Assert.EndsWith("\"twice\" already exists", exception.Message, StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task What_does_not_exist_is_null_and_cannot_be_deleted()
    {
        Assert.Null(await Client.FindAsync<Executable>("nobody"));
        Assert.False(await Client.DeleteAsync<Executable>("nobody"));
        await Client.DeleteAndWaitAsync<Executable>("nobody");
    }
}
