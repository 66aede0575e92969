using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>A bootstrap that ends too early, at whatever point, is finished by the next.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task Files_appear_in_the_documented_order_each_whole()
    {
        using var pki = new BootstrappedPki();
        Directory.CreateDirectory(pki.Path);
        var appeared = new List<string>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(pki.Path);
        watcher.Renamed += (_, renamed) =>
        {
            Assert.Equal($".{renamed.Name}.tmp", renamed.OldName);
            appeared.Add(renamed.Name!);
            if (appeared.Count == BootstrappedPki.AllFiles.Count)
            {
                all.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;

        await pki.BootstrapAsync();

        await all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(BootstrappedPki.AllFiles, appeared);
    }

    [Fact]
    public async Task A_first_bootstrap_that_stopped_after_any_file_is_finished()
    {
        using var complete = await BootstrappedPki.CreateAsync();
        for (var count = 0; count <= BootstrappedPki.AllFiles.Count; count++)
        {
            using var pki = new BootstrappedPki();
            CopyFiles(complete, pki, BootstrappedPki.AllFiles.Take(count));
            var before = pki.Snapshot();

            await pki.BootstrapAsync();

            PkiAssert.IsComplete(pki.Path, SetClock.Noon);
            Assert.Empty((await pki.BootstrapAsync()).Changes);
            AssertCompletePartsKept(pki, before, count);
        }
    }

    [Fact]
    public async Task A_renewal_that_stopped_after_any_file_is_finished()
    {
        using var old = await BootstrappedPki.CreateAsync();
        using var renewed = new BootstrappedPki();
        CopyFiles(old, renewed, BootstrappedPki.AllFiles);
        renewed.Clock.Now = SetClock.Noon.AddDays(1220); // by then the issuing CA is due as well
        await renewed.BootstrapAsync();

        for (var count = 0; count <= BootstrappedPki.AllFiles.Count; count++)
        {
            using var pki = new BootstrappedPki();
            pki.Clock.Now = renewed.Clock.Now;
            CopyFiles(old, pki, BootstrappedPki.AllFiles);
            CopyFiles(renewed, pki, BootstrappedPki.AllFiles.Take(count));

            await pki.BootstrapAsync();

            PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
            Assert.Empty((await pki.BootstrapAsync()).Changes);
        }
    }

    [Fact]
    public async Task Leftovers_of_an_interrupted_write_are_removed_and_lend_nobody_their_permissions()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf("client1.key"));
        await File.WriteAllTextAsync(pki.PathOf(".client1.key.tmp"), "half a k");
        await File.WriteAllTextAsync(pki.PathOf(".ca.key.tmp"), "half a k");

        await pki.BootstrapAsync();

        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Fact]
    public async Task A_cancelled_bootstrap_leaves_what_it_made_and_the_next_finishes()
    {
        using var pki = new BootstrappedPki();
        using var cancellation = new CancellationTokenSource();
        var options = new BootstrapOptions { Directory = pki.Path, Clock = pki.Clock };

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => PkiBootstrap.RunAsync(options, new CancellingObserver(cancellation, "server.crt"), cancellation.Token));
        Assert.True(File.Exists(pki.PathOf("server.crt")));
        Assert.False(File.Exists(pki.PathOf("client1.key")));

        var result = await pki.BootstrapAsync();
        Assert.Equal(["client1.crt", "client2.crt"], result.Changes.Select(change => change.File));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    private static void CopyFiles(BootstrappedPki from, BootstrappedPki to, IEnumerable<string> files)
    {
        Directory.CreateDirectory(to.Path);
        foreach (var file in files)
        {
            File.Copy(from.PathOf(file), to.PathOf(file), overwrite: true);
        }
    }

    // What was complete when the first bootstrap stopped is used, not made again; only the identity at hand may be.
    private static void AssertCompletePartsKept(BootstrappedPki pki, SortedDictionary<string, string> before, int count)
    {
        const int AuthorityFiles = 6;
        const int FilesOfIdentity = 4;
        var kept = count < AuthorityFiles ? count : AuthorityFiles + ((count - AuthorityFiles) / FilesOfIdentity * FilesOfIdentity);
        Assert.Empty(pki.ChangedSince(before).Intersect(BootstrappedPki.AllFiles.Take(kept)));
    }

    private sealed class CancellingObserver(CancellationTokenSource cancellation, string file) : IBootstrapObserver
    {
        public void Waiting()
        {
        }

        public void Made(BootstrapChange change)
        {
            if (change.File == file)
            {
                cancellation.Cancel();
            }
        }
    }
}
