using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>Items go in and out of a box, whole and unchanged, and nothing of them can be read where they lie.</summary>
/// <param name="postgres">The server with the box's database; SQLite if there is none.</param>
public abstract class ItemTests(PostgresServer? postgres) : StorageBoxTests(postgres, Limit)
{
    private const int Limit = 3 << 20;

    [ToolTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1 << 20)]
    [InlineData(Limit)]
    public async Task What_goes_in_comes_out_with_its_type(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        using var put = await Client.PutAsync("/items/report.pdf", content, "application/pdf; v=1");
        using var get = await Client.SendAsync(HttpMethod.Get, "/items/report.pdf");
        using var head = await Client.SendAsync(HttpMethod.Head, "/items/report.pdf");

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal("/items/report.pdf", put.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(content, await get.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf; v=1", get.Content.Headers.ContentType?.ToString());
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:", get.Headers.GetValues("Repr-Digest").Single());
        Assert.Equal(put.Headers.ETag, get.Headers.ETag);
        Assert.Equal(length, head.Content.Headers.ContentLength);
        Assert.Equal(put.Headers.ETag, head.Headers.ETag);
    }

    [ToolFact]
    public async Task Entity_tags_keep_writers_from_overwriting_each_other()
    {
        using var first = await Client.PutAsync("/items/a", [1]);
        using var second = await Client.PutAsync("/items/a", [2], ifMatch: first.Headers.ETag!.ToString());
        using var late = await Client.PutAsync("/items/a", [3], ifMatch: first.Headers.ETag!.ToString());
        using var again = await Client.SendAsync(HttpMethod.Get, "/items/a");
        using var known = new HttpRequestMessage(HttpMethod.Get, new Uri("/items/a", UriKind.Relative)) { Headers = { { "If-None-Match", second.Headers.ETag!.ToString() } } };
        using var notModified = await Client.SendAsync(known);
        using var onlyNew = new HttpRequestMessage(HttpMethod.Put, new Uri("/items/a", UriKind.Relative)) { Content = new ByteArrayContent([4]), Headers = { { "If-None-Match", "*" } } };
        using var notNew = await Client.SendAsync(onlyNew);
        using var malformed = new HttpRequestMessage(HttpMethod.Delete, new Uri("/items/a", UriKind.Relative));
        malformed.Headers.TryAddWithoutValidation("If-Match", "no-quotes");
        using var bad = await Client.SendAsync(malformed);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal([2], await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        await notNew.ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await bad.ProblemAsync(HttpStatusCode.BadRequest, "precondition_malformed");
    }

    [ToolFact]
    public async Task Of_many_writers_with_the_same_entity_tag_one_wins()
    {
        using var first = await Client.PutAsync("/items/a", [0]);

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Client.PutAsync("/items/a", [(byte)i], ifMatch: first.Headers.ETag!.ToString())));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [ToolFact]
    public async Task Deleted_is_gone()
    {
        using var put = await Client.PutAsync("/items/a", [1]);
        using var deleted = await Client.SendAsync(HttpMethod.Delete, "/items/a");
        using var again = await Client.SendAsync(HttpMethod.Delete, "/items/a");
        using var get = await Client.SendAsync(HttpMethod.Get, "/items/a");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await again.ProblemAsync(HttpStatusCode.NotFound, "item_unknown");
        await get.ProblemAsync(HttpStatusCode.NotFound, "item_unknown");
    }

    [ToolFact]
    public async Task Pages_of_a_list_hold_every_item_once()
    {
        for (var i = 0; i < 25; i++) (await Client.PutAsync($"/items/item{i}", [(byte)i], "text/plain")).Dispose();

        var names = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = (await Client.GetFromJsonAsync<JsonObject>(new Uri($"/items?limit=10&after={next}", UriKind.Relative)))!;
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["name"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"item{i}").Order(), names.Order());
    }

    [ToolFact]
    public async Task Nothing_can_be_read_where_it_lies_and_a_restart_reads_it_all()
    {
        using var put = await Client.PutAsync("/items/very-secret-name", Encoding.UTF8.GetBytes("very secret content"), "text/secret");

        await Box.RestartAsync();
        using var client = Box.Client(Leaf);

        Assert.Equal("very secret content", await client.GetStringAsync(new Uri("/items/very-secret-name", UriKind.Relative)));
        await Box.RestartAsync(() =>
        {
            var paths = new[] { Path.Combine(Box.Directory, "data"), Postgres?.Data }.OfType<string>()
                .SelectMany(directory => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)).ToArray();
            Assert.True(paths.Length > 1);
            foreach (var path in paths)
            {
                var bytes = File.ReadAllBytes(path);
                foreach (var text in new[] { "very-secret-name", "very secret content", "text/secret", "client1", "masterKey" })
                    Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"'{text}' is in {path}");
            }
        });
    }

    [ToolTheory]
    [InlineData("UPDATE chunks SET content = zeros(content)")]
    [InlineData("UPDATE chunks SET content = (SELECT other.content FROM chunks other WHERE other.version <> chunks.version LIMIT 1)")]
    [InlineData("DELETE FROM chunks")]
    [InlineData("UPDATE items SET header = zeros(header)")]
    [InlineData("UPDATE items SET version = zeros(version)")]
    [InlineData("CREATE TEMP TABLE t AS SELECT * FROM items; DELETE FROM items; INSERT INTO items SELECT (SELECT key FROM t other WHERE other.key <> t.key), collection, version, header FROM t")]
    public async Task Tampering_is_detected_reported_and_never_served(string sql)
    {
        using var one = await Client.PutAsync("/items/one", [.. Enumerable.Repeat((byte)1, 100_000)]);
        using var two = await Client.PutAsync("/items/two", [.. Enumerable.Repeat((byte)2, 100_000)]);
        await TamperAsync(sql);

        foreach (var name in new[] { "one", "two" })
        {
            using var get = await Client.SendAsync(HttpMethod.Get, $"/items/{name}");
            await get.ProblemAsync(HttpStatusCode.InternalServerError, "tampering_detected");
            Assert.Null(get.Headers.ETag);
        }

        await Box.Server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit" && log.Message.StartsWith("Box storage has been tampered with", StringComparison.Ordinal));
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is ours.")]
    private async Task TamperAsync(string sql)
    {
        await using var database = await Box.OpenDatabaseAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
