using Aspire.Hosting.Dcp;
using Microsoft.AspNetCore.Http;

namespace Embedded.Aspire.Tests.Dcp;

public sealed class WatchInterruptionTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly FakeDcp _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // What xunit 2 calls.
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    public async Task What_was_deleted_or_made_anew_during_an_interruption_is_told()
    {
        _server.Add(new([Service("a", 1), Service("b", 2), Service("c", 3)], [Event("ADDED", "a", 1), Event("ADDED", "b", 2), Event("ADDED", "c", 3)]));
        _server.Add(new([Service("a", 1), Service("c", 5, "c-again")], [Event("ADDED", "a", 1), Event("ADDED", "c", 5, "c-again")]));

        Assert.Equal(["Added a 1", "Added b 2", "Added c 3", "Deleted b 2", "Deleted c 3", "Added c-again 5"], await ReadAsync(6));
    }

    [Fact]
    public async Task What_was_seen_before_an_interruption_is_not_told_again()
    {
        _server.Add(new([Service("a", 1)], [Event("ADDED", "a", 1), Event("MODIFIED", "a", 2)]));
        _server.Add(new([Service("a", 2)], [Event("ADDED", "a", 2)]));
        _server.Add(new([Service("a", 4)], [Event("ADDED", "a", 4), Event("MODIFIED", "a", 3), Event("MODIFIED", "a", 4), Event("DELETED", "a", 5)]));

        Assert.Equal(["Added a 1", "Modified a 2", "Modified a 4", "Deleted a 5"], await ReadAsync(4));
    }

    [Fact]
    public async Task What_is_deleted_while_a_watch_is_opened_is_told_once()
    {
        _server.Add(new([Service("a", 1)], [Event("ADDED", "a", 1)]));
        _server.Add(new([], [Event("ADDED", "a", 1), Event("MODIFIED", "a", 2), Event("DELETED", "a", 3), Event("ADDED", "b", 4)]));

        Assert.Equal(["Added a 1", "Deleted a 1", "Added b 4"], await ReadAsync(3));
    }

    [Fact]
    public async Task A_failing_server_is_asked_again()
    {
        _server.Add(new([], [], StatusCodes.Status500InternalServerError));
        _server.Add(new([], [], StatusCodes.Status503ServiceUnavailable));
        _server.Add(new([Service("a", 1)], [Event("ADDED", "a", 1)]));

        Assert.Equal(["Added a 1"], await ReadAsync(1));
    }

    [Fact]
    public async Task A_server_that_refuses_is_not_asked_again()
    {
        _server.Add(new([], [], StatusCodes.Status403Forbidden));

        var exception = await Assert.ThrowsAsync<DcpApiException>(() => ReadAsync(1));

        Assert.Equal(StatusCodes.Status403Forbidden, (int?)exception.StatusCode);
        Assert.Equal(1, _server.Watches);
    }

    [Fact]
    public async Task A_quiet_watch_is_opened_again()
    {
        using var client = await _server.StartAsync(TimeSpan.FromMilliseconds(50));
        await using var events = client.WatchAsync<Service>().GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();

        await Eventually.TrueAsync(() => _server.Watches >= 3, "the watch is opened for the third time");

        _server.Add(new([Service("a", 1)], [Event("ADDED", "a", 1)]));
        Assert.True(await next.WaitAsync(Eventually.Deadline));
    }

    [Fact]
    public async Task A_server_with_another_certificate_is_not_trusted()
    {
        using var client = await _server.StartAsync(Eventually.Deadline, expectedCertificate: [1, 2, 3]);

        await Assert.ThrowsAsync<DcpApiException>(() => client.ListAsync<Service>());
    }

    private static string Service(string name, int version, string? uid = null) =>
        $$"""{"metadata":{"name":"{{name}}","uid":"{{uid ?? name}}","resourceVersion":"{{version}}"},"spec":{"unknown":true} }""";

    private static string Event(string type, string name, int version, string? uid = null) =>
        $$"""{"type":"{{type}}","object":{{Service(name, version, uid)}} }""";

    private async Task<List<string>> ReadAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        using var client = await _server.StartAsync(Eventually.Deadline);
        return await client.WatchAsync<Service>(deadline.Token)
            .Select(e => $"{e.Type} {e.Object.Metadata.Uid} {e.Object.Metadata.ResourceVersion}")
            .Take(count)
            .ToListAsync(deadline.Token);
    }
}
