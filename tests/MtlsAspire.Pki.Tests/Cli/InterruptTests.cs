using System.Diagnostics;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>Ctrl-C in the middle of bulk issuing: it stops at once, says how to go on, and nothing is lost.</summary>
public sealed class InterruptTests
{
    private const int Names = 1500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A shell starts what runs in the background with SIGINT ignored, and so might the tests be: env makes that undone.
    [ToolFact("env", "kill")]
    public async Task Interrupted_bulk_issuing_is_finished_by_the_same_command()
    {
        using var pki = new BootstrappedPki();
        pki.Clock.Now = DateTimeOffset.UtcNow;
        await pki.BootstrapAsync();
        var names = pki.Path + ".txt";
        await File.WriteAllLinesAsync(names, Enumerable.Range(0, Names).Select(i => $"bulk-{i}"));
        string[] issue = ["issue", "--from", names, "--certs", pki.Path];

        using var process = ProcessRunner.Start("env", ["--default-signal=INT", ProcessRunner.DotnetHost, "exec", typeof(PkiCommandLine).Assembly.Location, .. issue]);
        await FirstIsIssuedAsync(pki, process);
        (await ProcessRunner.RunAsync("kill", ["-INT", $"{process.Id}"])).EnsureSuccess();
        using var deadline = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(deadline.Token);

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Equal("interrupted: run the same command again to finish\n", await process.StandardError.ReadToEndAsync(deadline.Token));
        var before = Issued(pki);
        Assert.InRange(before.Count, 1, Names - 1);
        Assert.All(before, entry => Assert.True(File.Exists(pki.PathOf($"{entry.Name}.crt")), $"{entry.Name} is in the ledger, and has no file"));

        var again = (await ProcessRunner.RunDotnetAsync(typeof(PkiCommandLine).Assembly, issue)).EnsureSuccess();
        Assert.StartsWith($"issued {Names - before.Count}, {before.Count} were there already (", again.StandardOutput, StringComparison.Ordinal);
        var after = Issued(pki);
        Assert.Equal(Names, after.Count);
        Assert.Equal(Names, after.Select(entry => entry.Serial).Distinct().Count());
        Assert.All(before, entry => Assert.Contains(after, other => other.Serial == entry.Serial));
        PkiAssert.KeysArePrivate(pki.Path);
    }

    private static List<LedgerEntry> Issued(BootstrappedPki pki)
    {
        using var ledger = IssuanceLedger.Open(pki.Path);
        return [.. ledger.List(LedgerFilter.All).Where(entry => entry.Name.StartsWith("bulk-", StringComparison.Ordinal))];
    }

    private static async Task FirstIsIssuedAsync(BootstrappedPki pki, Process process)
    {
        using var watcher = new FileSystemWatcher(pki.Path, "bulk-*.crt");
        var issued = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => issued.TrySetResult();
        watcher.Renamed += (_, _) => issued.TrySetResult();
        watcher.EnableRaisingEvents = true;
        var first = await Task.WhenAny(issued.Task, process.WaitForExitAsync()).WaitAsync(Patience);
        if (first != issued.Task) Assert.Fail($"it ended before anything was seen to be issued: {await process.StandardError.ReadToEndAsync()}");
    }
}
