using System.Diagnostics;
using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The AppHost as a person runs it, in a process of its own, and the sudden end of that process.</summary>
public sealed class KilledAppHostTests
{
    private static readonly string[] Programs = ["MtlsAspire.Server", "MtlsAspire.Clients.Depositor", "MtlsAspire.Clients.Analyst"];

    // The official packages start projects through `dotnet run` and look for a vanished AppHost less often.
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(AspireIs.Embedded ? 15 : 60);

    [LinuxFact]
    public async Task Killing_the_AppHost_leaves_no_process_behind()
    {
        using var certs = new TemporaryDirectory();
        var marked = new MarkedProcesses();
        using var appHost = Start(certs.Path, marked);
        await WaitAsync(() => RunsAll(marked), RunningAppHost.Patience, () => "not all resources came up: " + string.Join("\n", marked.Alive()));

        appHost.Kill();
        var killed = Stopwatch.StartNew();

        await WaitAsync(() => marked.Alive().Count == 0, GoneWithin, () => "still there: " + string.Join("\n", marked.Alive()));
        Assert.True(killed.Elapsed < GoneWithin);
    }

    [LinuxFact]
    public async Task Asking_the_AppHost_to_stop_ends_it_in_order()
    {
        using var certs = new TemporaryDirectory();
        var marked = new MarkedProcesses();
        using var appHost = Start(certs.Path, marked);
        await WaitAsync(() => RunsAll(marked), RunningAppHost.Patience, () => "not all resources came up: " + string.Join("\n", marked.Alive()));

        (await ProcessRunner.RunAsync("kill", ["-TERM", $"{appHost.Id}"])).EnsureSuccess();
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        await appHost.WaitForExitAsync(deadline.Token);

        Assert.Equal(0, appHost.ExitCode);
        await WaitAsync(() => marked.Alive().Count == 0, GoneWithin, () => "still there: " + string.Join("\n", marked.Alive()));
    }

    private static Process Start(string certs, MarkedProcesses marked)
    {
        var process = ProcessRunner.StartDotnet(
            typeof(Projects.MtlsAspire_AppHost).Assembly,
            // No fixed port: the application of a person, or of another test, may be running on this machine.
            [$"--certs={certs}", "--DcpPublisher:RandomizePorts=true"],
            workingDirectory: Projects.MtlsAspire_AppHost.ProjectPath,
            environment: new Dictionary<string, string?>
            {
                [MarkedProcesses.Variable] = marked.Mark,
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["DOTNET_ENVIRONMENT"] = "Development",
            });
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static bool RunsAll(MarkedProcesses marked)
    {
        var alive = string.Join('\n', marked.Alive());
        return Programs.All(project => alive.Contains(project, StringComparison.Ordinal));
    }

    private static async Task WaitAsync(Func<bool> condition, TimeSpan limit, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < limit, otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
