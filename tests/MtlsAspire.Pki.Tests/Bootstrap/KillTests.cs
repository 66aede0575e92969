using System.Diagnostics;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>A real process is killed in the middle of its writes.</summary>
public sealed class KillTests
{
    private const int Rounds = 30;

    [Fact]
    public async Task A_process_killed_at_any_instant_leaves_what_the_next_can_finish()
    {
        var interrupted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var pki = new BootstrappedPki();
            Directory.CreateDirectory(pki.Path);

            // Rounds are spread over all steps: each file appears under a temporary name, then under its own.
            var steps = 1 + (round * 2 * BootstrappedPki.AllFiles.Count / Rounds);
            await RunAndKillAsync(pki.Path, steps);
            interrupted += BootstrappedPki.AllFiles.All(file => File.Exists(pki.PathOf(file))) ? 0 : 1;
            PkiAssert.KeysArePrivate(pki.Path);

            pki.Clock.Now = DateTimeOffset.UtcNow;
            await pki.BootstrapAsync();
            PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
        }

        Assert.True(interrupted > Rounds / 3, $"only {interrupted} of {Rounds} bootstraps were killed before they were done");
    }

    [Fact]
    public async Task A_process_killed_while_it_replaces_an_identity_leaves_what_the_next_can_finish()
    {
        for (var round = 0; round < 8; round++)
        {
            using var pki = new BootstrappedPki();
            pki.Clock.Now = DateTimeOffset.UtcNow;
            await pki.BootstrapAsync();
            await RunAndKillAsync(pki.Path, steps: 1 + round, "--server-name", "api.example.org");

            pki.Clock.Now = DateTimeOffset.UtcNow;
            await pki.BootstrapAsync();
            PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
            await pki.BootstrapAsync("api.example.org");
            PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
        }
    }

    // Kills the process as soon as that many files have appeared or been renamed, if it has not ended by then.
    private static async Task RunAndKillAsync(string directory, int steps, params string[] arguments)
    {
        using var watcher = new FileSystemWatcher(directory);
        Process? process = null;
        watcher.Created += (_, _) => Step();
        watcher.Renamed += (_, _) => Step();
        watcher.EnableRaisingEvents = true;

        process = ProcessRunner.StartDotnet(typeof(PkiBootstrap).Assembly, ["bootstrap", "--certs", directory, .. arguments]);
        using (process)
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            watcher.EnableRaisingEvents = false;
        }

        void Step()
        {
            if (Interlocked.Decrement(ref steps) != 0)
            {
                return;
            }

            try
            {
                process?.Kill();
            }
            catch (InvalidOperationException)
            {
                // It had already ended, and the test has gone on.
            }
        }
    }
}
