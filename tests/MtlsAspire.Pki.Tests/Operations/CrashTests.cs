using System.Diagnostics;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Operations;

/// <summary>
/// A real process is killed (SIGKILL) at a random instant of its work; the same command, run again, ends in a consistent directory and
/// ledger: nothing recorded is lost, no serial number comes twice, no key can be read by others.
/// </summary>
public sealed class CrashTests
{
    private const int Commands = 4;
    private const int BulkNames = 150;

    [Theory]
    [InlineData("bootstrap")]
    [InlineData("renew")]
    [InlineData("revoke")]
    [InlineData("issue")]
    public async Task A_command_killed_at_a_random_instant_is_finished_by_the_next(string command)
    {
        var span = await RunAsync(command, killAfter: null);
        var killed = 0;
        for (var round = 0; round < Math.Max(1, Soak.CrashInstants / Commands); round++)
        {
            var delay = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * span.TotalMilliseconds);
            killed += await RunAsync(command, delay) == TimeSpan.Zero ? 1 : 0;
        }

        Assert.True(killed > 0, $"no {command} was killed before it was done, although each works for {span.TotalMilliseconds:0} ms");
    }

    // Returns how long the command worked on the directory; zero where it was killed.
    private static async Task<TimeSpan> RunAsync(string command, TimeSpan? killAfter)
    {
        using var pki = new BootstrappedPki();
        pki.Clock.Now = DateTimeOffset.UtcNow;
        var names = pki.Path + ".txt";
        await File.WriteAllLinesAsync(names, Enumerable.Range(0, BulkNames).Select(i => $"bulk-{i}"));
        if (command == "bootstrap")
        {
            Directory.CreateDirectory(pki.Path);
        }
        else
        {
            await pki.BootstrapAsync();
        }

        string[] arguments = command switch
        {
            "renew" => ["renew", "client1"],
            "revoke" => ["revoke", "client1", "--reason", "keyCompromise"],
            "issue" => ["issue", "--from", names],
            _ => ["bootstrap"],
        };
        var known = Entries(pki.Path);
        var worked = await StartAndKillAsync(pki.Path, killAfter, arguments);
        PkiAssert.KeysArePrivate(pki.Path);

        var again = await ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, [.. arguments, "--certs", pki.Path]);
        Assert.True(again.ExitCode == 0, $"killed after {killAfter}: {again}");
        RequireConsistent(pki, command, known, killAfter);
        return worked;
    }

    private static void RequireConsistent(BootstrappedPki pki, string command, List<LedgerEntry> known, TimeSpan? killAfter)
    {
        PkiAssert.KeysArePrivate(pki.Path);
        PkiAssert.LedgerKnowsEveryCertificate(pki.Path);
        var now = Entries(pki.Path);
        Assert.Equal(now.Count, now.Select(entry => entry.Serial).Distinct().Count());
        Assert.All(known, entry => Assert.Contains(now, other => other.Serial == entry.Serial && other.Der.Span.SequenceEqual(entry.Der.Span)));

        // A revoked identity is what was asked for; everything else is in order.
        var findings = new Diagnosis(pki.Path, DateTimeOffset.UtcNow).Run();
        Assert.All(findings, finding => Assert.True(command == "revoke" && finding.What.StartsWith("it was revoked", StringComparison.Ordinal), $"killed after {killAfter}: {finding}"));
        if (command == "issue")
        {
            Assert.All(Enumerable.Range(0, BulkNames), i => Assert.True(Store.CertificateFiles.OfIdentity($"bulk-{i}").All(file => File.Exists(pki.PathOf(file)))));
        }
        else
        {
            PkiAssert.IsComplete(pki.Path, DateTimeOffset.UtcNow);
        }
    }

    private static List<LedgerEntry> Entries(string path)
    {
        if (!IssuanceLedger.Exists(path))
        {
            return [];
        }

        using var ledger = IssuanceLedger.Open(path);
        return [.. ledger.List(LedgerFilter.All)];
    }

    // The clock starts when the process first touches the directory: what it does before that changes nothing.
    private static async Task<TimeSpan> StartAndKillAsync(string directory, TimeSpan? killAfter, string[] arguments)
    {
        using var watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = true };
        var touched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => touched.TrySetResult();
        watcher.Changed += (_, _) => touched.TrySetResult();
        watcher.Renamed += (_, _) => touched.TrySetResult();
        watcher.EnableRaisingEvents = true;

        using var process = ProcessRunner.StartDotnet(typeof(PkiBootstrap).Assembly, [.. arguments, "--certs", directory]);
        var exited = process.WaitForExitAsync();
        await Task.WhenAny(touched.Task, exited).WaitAsync(TimeSpan.FromSeconds(60));
        var watch = Stopwatch.StartNew();
        if (killAfter is { } delay && await Task.WhenAny(exited, Task.Delay(delay)) != exited)
        {
            process.Kill();
            await exited.WaitAsync(TimeSpan.FromSeconds(60));
            return process.ExitCode == 0 ? watch.Elapsed : TimeSpan.Zero;
        }

        await exited.WaitAsync(TimeSpan.FromSeconds(60));
        return watch.Elapsed;
    }
}
