using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Store;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>Several bootstraps of one directory at once make one PKI.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Two_processes_both_succeed_and_make_every_thing_once()
    {
        for (var round = 1; round <= Soak.ConcurrentBootstraps; round++)
        {
            using var pki = new BootstrappedPki();

            var results = await Task.WhenAll(
                ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, ["bootstrap", "--certs", pki.Path]),
                ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, ["bootstrap", "--certs", pki.Path]));

            Assert.All(results, result => Assert.True(result.ExitCode == 0, $"round {round}: {result}"));
            var made = results.SelectMany(result => result.StandardOutput.Split('\n')).Where(line => line.StartsWith("created ", StringComparison.Ordinal));
            Assert.Equal(7, made.Count());
            PkiAssert.IsComplete(pki.Path, DateTimeOffset.UtcNow);
            PkiAssert.LedgerKnowsEveryCertificate(pki.Path);
        }
    }

    [Fact]
    public async Task Many_callers_in_one_process_make_every_thing_once()
    {
        using var pki = new BootstrappedPki();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => pki.BootstrapAsync())));

        Assert.Equal(7, results.Sum(result => result.Changes.Count));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Fact]
    public async Task One_that_has_to_wait_says_so_and_goes_on_when_the_other_is_done()
    {
        using var pki = new BootstrappedPki();
        var observer = new RecordingObserver();
        var options = new BootstrapOptions { Directory = pki.Path, Clock = pki.Clock };
        Task<BootstrapResult> waiting;
        using (await LockAsync(pki.Path, CancellationToken.None))
        {
            waiting = PkiBootstrap.RunAsync(options, observer);
            await observer.HasWaited.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.False(waiting.IsCompleted);
            Assert.False(File.Exists(pki.PathOf("ca.key")));
        }

        var result = await waiting.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(result.Changes, observer.Changes);
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Fact]
    public async Task The_wait_can_be_cancelled()
    {
        using var pki = new BootstrappedPki();
        var observer = new RecordingObserver();
        using var cancellation = new CancellationTokenSource();
        using var held = await LockAsync(pki.Path, CancellationToken.None);

        var waiting = PkiBootstrap.RunAsync(new BootstrapOptions { Directory = pki.Path }, observer, cancellation.Token);
        await observer.HasWaited.WaitAsync(TimeSpan.FromSeconds(60));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static Task<DirectoryLock> LockAsync(string path, CancellationToken cancellationToken) =>
        DirectoryLock.AcquireAsync(CertificateDirectory.Open(path).Path, () => Assert.Fail("nobody else can hold the lock"), cancellationToken);
}
