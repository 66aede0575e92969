using Aspire.Hosting.Dcp;

namespace Embedded.Aspire.Tests.Dcp;

public sealed class WatchTests : IAsyncLifetime
{
    private readonly DcpSession _session = new();

    private DcpClient Client => _session.Client;

    public Task InitializeAsync() => _session.InitializeAsync();

    public Task DisposeAsync() => _session.DisposeAsync();

    [DcpFact]
    public async Task A_watch_sees_a_process_run_and_finish_and_its_object_deleted()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await Client.CreateAsync(DcpObjects.Shell("brief", "sleep 0.5; exit 4"), deadline.Token);

        var states = new List<string>();
        var types = new List<WatchEventType>();
        int? exitCode = null;
        await foreach (var (type, executable) in Client.WatchAsync<Executable>(deadline.Token))
        {
            types.Add(type);
            states.Add(executable.Status!.State);
            exitCode = executable.Status.ExitCode;
            if (type == WatchEventType.Deleted)
            {
                break;
            }

            if (executable.Status.State == ExecutableStates.Finished)
            {
                await Client.DeleteAsync<Executable>("brief", deadline.Token);
            }
        }

        Assert.Equal(WatchEventType.Added, types[0]);
        Assert.All(types[1..^1], t => Assert.Equal(WatchEventType.Modified, t));
        var running = states.IndexOf(ExecutableStates.Running);
        Assert.InRange(running, 0, states.IndexOf(ExecutableStates.Finished));
        Assert.Equal(4, exitCode);
    }

    [DcpFact]
    public async Task A_watch_that_was_quiet_goes_on_unnoticed()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await using var host = await DcpSession.StartAsync(watchIdleLimit: TimeSpan.FromMilliseconds(50));
        await using var events = host.Client.WatchAsync<Service>(deadline.Token).GetAsyncEnumerator(deadline.Token);
        var seen = new List<(WatchEventType Type, string? Uid, string? Version)>();

        for (var round = 0; round < 5; round++)
        {
            var name = $"passing{round % 2}";
            var created = await host.Client.CreateServiceAsync(DcpObjects.Service(name), deadline.Token);
            await SeeAsync(WatchEventType.Added, created.Metadata.Uid);
            await host.Client.DeleteAndWaitAsync<Service>(name, deadline.Token);
            await SeeAsync(WatchEventType.Deleted, created.Metadata.Uid);
        }

        Assert.Equal(seen.Distinct(), seen);

        async Task SeeAsync(WatchEventType type, string? uid)
        {
            do
            {
                Assert.True(await events.MoveNextAsync());
                var metadata = events.Current.Object.Metadata;
                seen.Add((events.Current.Type, metadata.Uid, metadata.ResourceVersion));
            }
            while (seen[^1].Type != type || seen[^1].Uid != uid);
        }
    }

    [DcpFact]
    public async Task A_watch_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await using var events = Client.WatchAsync<Endpoint>(cancelled.Token).GetAsyncEnumerator(cancelled.Token);
        var next = events.MoveNextAsync().AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Eventually.Deadline));
    }
}
