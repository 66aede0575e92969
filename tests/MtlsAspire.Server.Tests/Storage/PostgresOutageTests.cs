using System.Collections.Concurrent;
using System.Net;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The database server ends, crashes and comes back while the box runs: that is told, nothing is lost, and the box recovers by itself.</summary>
[NeedsTools(PostgresServer.Tool)]
[Collection(SharedPostgres.Name)]
public sealed class PostgresOutageTests(PostgresServer postgres) : StorageBoxTests(postgres, limit: 3 << 20)
{
    private static readonly HttpStatusCode[] Written = [HttpStatusCode.Created, HttpStatusCode.OK];

    private int _written;

    [ToolTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task While_the_server_is_down_the_box_says_so_and_then_recovers(string mode)
    {
        (await Client.PutAsync("/items/a", [1, 2, 3])).EnsureSuccessStatusCode();
        await Postgres!.StopAsync(mode);
        try
        {
            // The second finds no connection that only broke, but none at all. Both have sent but a part of the body when the box gives up.
            for (var i = 0; i < 2; i++)
            {
                using var put = await Client.PutAsync("/items/b", new byte[2 << 20]);
                await put.ProblemAsync(HttpStatusCode.ServiceUnavailable, "database_unavailable");
                using var get = await Client.SendAsync(HttpMethod.Get, "/items/a");
                await get.ProblemAsync(HttpStatusCode.ServiceUnavailable, "database_unavailable");
            }

            await Box.Server.Logs.WaitForAsync(log => log.Message.StartsWith("The database of box storage failed a request: ", StringComparison.Ordinal));
        }
        finally
        {
            await Postgres.StartAsync();
        }

        Assert.Equal([1, 2, 3], await Client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
        using var unknown = await Client.SendAsync(HttpMethod.Get, "/items/b");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "item_unknown");
        using var again = await Client.PutAsync("/items/b", [1]);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [ToolFact]
    public async Task Crashes_under_write_load_lose_nothing_that_was_acknowledged()
    {
        var acknowledged = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(writer, acknowledged, stop.Token)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var enough = Volatile.Read(ref _written) + 10;
            await Eventually.BecomesAsync(
                async () =>
                {
                    if (Array.Find(writers, writer => writer.IsFaulted) is { } failed) await failed;
                    return Volatile.Read(ref _written) > enough;
                },
                "acknowledged items");
            await Postgres!.StopAsync("immediate");
            await Postgres.StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var (name, content) in acknowledged)
            Assert.Equal(content, await Client.GetByteArrayAsync(new Uri($"/items/{name}", UriKind.Relative)));
    }

    [ToolFact]
    public async Task A_connection_that_breaks_at_the_moment_of_writing_is_told_as_such()
    {
        await using (var database = await Box.OpenDatabaseAsync())
        await using (var command = database.CreateCommand())
        {
            command.CommandText = """
                CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER break AFTER INSERT ON items DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break();
                """;
            await command.ExecuteNonQueryAsync();
        }

        using var put = await Client.PutAsync("/items/a", [1]);

        await put.ProblemAsync(HttpStatusCode.ServiceUnavailable, "outcome_unknown");
    }

    [ToolFact]
    public async Task Two_boxes_with_one_database_and_one_key_ring_are_one_box()
    {
        await using var other = await Box.StartAnotherAsync();
        using var client = other.Client(Leaf);
        using var first = await Client.PutAsync("/items/a", [0]);
        var tag = first.Headers.ETag!.ToString();

        Assert.Equal([0], await client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => (i % 2 == 0 ? Client : client).PutAsync("/items/a", [(byte)i], ifMatch: tag)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(
            await Client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)), await client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
    }

    private async Task WriteAsync(int writer, ConcurrentDictionary<string, byte[]> acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var name = $"item-{writer}-{i % 20}";
            // Some come in by several transactions.
            var content = new byte[i % 7 == 0 ? 1_200_000 : 5_000];
            System.Security.Cryptography.RandomNumberGenerator.Fill(content);
            // What is not known to be written may be there all the same.
            acknowledged.TryRemove(name, out _);
            using var response = await Client.PutAsync($"/items/{name}", content);
            if (!Written.Contains(response.StatusCode))
            {
                Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync(CancellationToken.None));
                continue;
            }

            acknowledged[name] = content;
            Interlocked.Increment(ref _written);
        }
    }
}
