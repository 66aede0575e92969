using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Aspire.Hosting;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Dcp;

[UnsupportedOSPlatform("windows")]
public sealed class DcpHostTests
{
    [DcpFact]
    public async Task Stopping_leaves_no_process_and_no_session_directory()
    {
        long process;
        string directory;
        await using (var host = await DcpSession.StartAsync())
        {
            directory = host.SessionDirectory;
            await host.Client.CreateAsync(DcpObjects.Shell("sleeper", "exec sleep 600"));
            process = (await host.Client.WaitForStateAsync("sleeper", ExecutableStates.Running)).Status!.Pid!.Value;
            Assert.True(Eventually.IsRunning(process));
        }

        Assert.False(Eventually.IsRunning(process)); // at once, not only eventually
        await Eventually.TrueAsync(() => !Directory.Exists(directory), "the session directory is deleted");
        await Eventually.TrueAsync(() => !DcpProcesses(directory).Any(), "DCP's own processes are gone");
    }

    [DcpFact]
    public async Task The_session_directory_and_its_key_are_private()
    {
        await using var host = await DcpSession.StartAsync();

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(host.SessionDirectory));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(host.SessionDirectory, "tls.key")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(host.SessionDirectory, "kubeconfig")));
    }

    [DcpFact]
    public async Task Killing_the_monitored_process_ends_all_processes_within_15_seconds()
    {
        using var monitored = Process.Start("/bin/sleep", "600");
        try
        {
            await using var host = await DcpSession.StartAsync(monitored.Id);
            await host.Client.CreateAsync(DcpObjects.Shell("parent", "sleep 600 & echo $!; wait"));
            var parent = (await host.Client.WaitForStateAsync("parent", ExecutableStates.Running)).Status!.Pid!.Value;
            var log = host.Client.StreamLogsAsync("parent", LogSource.Stdout, follow: true, timestamps: false);
            var child = long.Parse(await log.FirstAsync(), CultureInfo.InvariantCulture);
            Assert.True(Eventually.IsRunning(child));

            monitored.Kill();

            var deadline = TimeSpan.FromSeconds(15);
            await Task.WhenAll(Eventually.GoneAsync(parent, deadline), Eventually.GoneAsync(child, deadline));
            await Eventually.TrueAsync(() => !DcpProcesses(host.SessionDirectory).Any(), "DCP's own processes are gone");
            await Eventually.TrueAsync(() => !Directory.Exists(host.SessionDirectory), "the session directory is deleted");
        }
        finally
        {
            monitored.Kill();
        }
    }

    [DcpFact]
    public async Task A_watch_fails_with_a_clear_message_when_DCP_ends_by_itself()
    {
        using var monitored = Process.Start("/bin/sleep", "600");
        try
        {
            await using var host = await DcpSession.StartAsync(monitored.Id);
            await using var watch = host.Client.WatchAsync<Executable>().GetAsyncEnumerator();
            var next = watch.MoveNextAsync().AsTask();

            monitored.Kill();

            var exception = await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => next.WaitAsync(Eventually.Deadline));
            Assert.StartsWith("The Developer Control Plane (dcp) has ended unexpectedly", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            monitored.Kill();
        }
    }

    [DcpFact]
    public async Task Watches_and_logs_end_quietly_when_DCP_is_stopped()
    {
        var host = await DcpSession.StartAsync();
        await host.Client.CreateAsync(DcpObjects.Shell("talker", "while :; do echo talk; sleep 0.1; done"));
        await host.Client.WaitForStateAsync("talker", ExecutableStates.Running);
        var states = new List<string?>();
        var watch = Task.Run(async () =>
        {
            await foreach (var e in host.Client.WatchAsync<Executable>())
            {
                states.Add(e.Type == WatchEventType.Deleted ? null : e.Object.Status?.State);
            }
        });
        var log = Task.Run(async () =>
        {
            var lines = 0;
            await foreach (var line in host.Client.StreamLogsAsync("talker", LogSource.Stdout, follow: true, timestamps: false))
            {
                lines++;
            }

            return lines;
        });
        await Eventually.TrueAsync(() => states.Contains(ExecutableStates.Running), "the watch reports the process");

        await host.DisposeAsync();

        await watch.WaitAsync(Eventually.Deadline);
        Assert.True(await log.WaitAsync(Eventually.Deadline) > 0);
        Assert.Null(states[^1]); // what DCP does while it stops is still seen
    }

    [DcpFact]
    public async Task Processes_do_not_inherit_what_is_meant_for_the_AppHost()
    {
        Environment.SetEnvironmentVariable("ASPIRE_LOGLEVEL", "Debug");
        await using var host = await DcpSession.StartAsync();
        await host.Client.CreateAsync(DcpObjects.Shell("heir", "exit 0"));

        var environment = (await host.Client.WaitForStateAsync("heir", ExecutableStates.Finished)).Status!.EffectiveEnv!;

        Assert.DoesNotContain(environment, v => v.Name is "ASPIRE_LOGLEVEL" or "DCP_SESSION_FOLDER");
        Assert.Contains(environment, v => v.Name == "PATH");
    }

    [DcpFact]
    public async Task A_launcher_that_fails_says_why_and_leaves_nothing()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var program = Path.Combine(directory.FullName, "dcp");
            await File.WriteAllTextAsync(program, $"""
                #!/bin/sh
                echo "$DCP_SESSION_FOLDER" > '{directory.FullName}/session'
                echo 'info: hello' >&2
                echo 'Error: no good today' >&2
                exit 3
                """);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
                () => DcpHost.StartAsync(new DcpOptions { DcpPath = program }, NullLogger.Instance));

            Assert.EndsWith("exit code 3): Error: no good today", exception.Message, StringComparison.Ordinal);
            var session = (await File.ReadAllTextAsync(Path.Combine(directory.FullName, "session"))).Trim();
            Assert.StartsWith(Path.GetTempPath(), session, StringComparison.Ordinal);
            Assert.False(Directory.Exists(session));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Both of DCP's processes have the session directory in their arguments.
    private static IEnumerable<string> DcpProcesses(string sessionDirectory) =>
        Directory.GetDirectories("/proc").Where(d => CommandLine(d).Contains(sessionDirectory, StringComparison.Ordinal));

    private static string CommandLine(string processDirectory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processDirectory, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
