using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>Items go in and out of a box, whole and unchanged, and nothing of them can be read where they lie.</summary>
public sealed class ItemTests : IAsyncLifetime, IDisposable
{
    private const int Limit = 3 << 20;

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _leaf;
    private TestBox _box = null!;
    private HttpClient _client = null!;

    public ItemTests() => _leaf = TestBox.IssueRole(_pki, "client1", "depositor");

    public async Task InitializeAsync()
    {
        _box = await TestBox.StartAsync(_pki, _directory, "storage", "items", locks: null, $"--Box:MaxItemBytes={Limit}");
        _client = _box.Client(_leaf);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _box.DisposeAsync();
    }

    public void Dispose()
    {
        _leaf.Dispose();
        _directory.Dispose();
        _pki.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1 << 20)]
    [InlineData(Limit)]
    public async Task What_goes_in_comes_out_with_its_type(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        using var put = await _client.PutAsync("/items/report.pdf", content, "application/pdf; v=1");
        using var get = await _client.SendAsync(HttpMethod.Get, "/items/report.pdf");
        using var head = await _client.SendAsync(HttpMethod.Head, "/items/report.pdf");

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

    [Fact]
    public async Task Entity_tags_keep_writers_from_overwriting_each_other()
    {
        using var first = await _client.PutAsync("/items/a", [1]);
        using var second = await _client.PutAsync("/items/a", [2], ifMatch: first.Headers.ETag!.ToString());
        using var late = await _client.PutAsync("/items/a", [3], ifMatch: first.Headers.ETag!.ToString());
        using var again = await _client.SendAsync(HttpMethod.Get, "/items/a");
        using var known = new HttpRequestMessage(HttpMethod.Get, new Uri("/items/a", UriKind.Relative)) { Headers = { { "If-None-Match", second.Headers.ETag!.ToString() } } };
        using var notModified = await _client.SendAsync(known);
        using var onlyNew = new HttpRequestMessage(HttpMethod.Put, new Uri("/items/a", UriKind.Relative)) { Content = new ByteArrayContent([4]), Headers = { { "If-None-Match", "*" } } };
        using var notNew = await _client.SendAsync(onlyNew);
        using var malformed = new HttpRequestMessage(HttpMethod.Delete, new Uri("/items/a", UriKind.Relative));
        malformed.Headers.TryAddWithoutValidation("If-Match", "no-quotes");
        using var bad = await _client.SendAsync(malformed);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal([2], await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        await notNew.ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await bad.ProblemAsync(HttpStatusCode.BadRequest, "precondition_malformed");
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_entity_tag_one_wins()
    {
        using var first = await _client.PutAsync("/items/a", [0]);

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => _client.PutAsync("/items/a", [(byte)i], ifMatch: first.Headers.ETag!.ToString())));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Deleted_is_gone()
    {
        using var put = await _client.PutAsync("/items/a", [1]);
        using var deleted = await _client.SendAsync(HttpMethod.Delete, "/items/a");
        using var again = await _client.SendAsync(HttpMethod.Delete, "/items/a");
        using var get = await _client.SendAsync(HttpMethod.Get, "/items/a");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await again.ProblemAsync(HttpStatusCode.NotFound, "item_unknown");
        await get.ProblemAsync(HttpStatusCode.NotFound, "item_unknown");
    }

    [Fact]
    public async Task Pages_of_a_list_hold_every_item_once()
    {
        for (var i = 0; i < 25; i++) (await _client.PutAsync($"/items/item{i}", [(byte)i], "text/plain")).Dispose();

        var names = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = (await _client.GetFromJsonAsync<JsonObject>(new Uri($"/items?limit=10&after={next}", UriKind.Relative)))!;
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["name"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"item{i}").Order(), names.Order());
    }

    [Fact]
    public async Task Nothing_can_be_read_where_it_lies_and_a_restart_reads_it_all()
    {
        using var put = await _client.PutAsync("/items/very-secret-name", Encoding.UTF8.GetBytes("very secret content"), "text/secret");

        await _box.RestartAsync();
        using var client = _box.Client(_leaf);

        Assert.Equal("very secret content", await client.GetStringAsync(new Uri("/items/very-secret-name", UriKind.Relative)));
        await _box.RestartAsync(() =>
        {
            var all = Directory.EnumerateFiles(_box.Directory, "*", SearchOption.AllDirectories).Where(path => path.Contains("data", StringComparison.Ordinal)).Select(File.ReadAllBytes).ToArray();
            Assert.NotEmpty(all);
            foreach (var text in new[] { "very-secret-name", "very secret content", "text/secret", "client1", "masterKey" })
                Assert.All(all, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text))));
        });
    }

    [Theory]
    [InlineData("UPDATE chunks SET content = zeroblob(length(content))")]
    [InlineData("UPDATE chunks SET content = (SELECT other.content FROM chunks other WHERE other.version <> chunks.version LIMIT 1)")]
    [InlineData("DELETE FROM chunks")]
    [InlineData("UPDATE items SET header = zeroblob(length(header))")]
    [InlineData("UPDATE items SET version = randomblob(16)")]
    [InlineData("CREATE TEMP TABLE t AS SELECT * FROM items; DELETE FROM items; INSERT INTO items SELECT (SELECT max(key) FROM t), collection, version, header FROM t WHERE key = (SELECT min(key) FROM t); INSERT INTO items SELECT (SELECT min(key) FROM t), collection, version, header FROM t WHERE key = (SELECT max(key) FROM t)")]
    public async Task Tampering_is_detected_reported_and_never_served(string sql)
    {
        using var one = await _client.PutAsync("/items/one", [.. Enumerable.Repeat((byte)1, 100_000)]);
        using var two = await _client.PutAsync("/items/two", [.. Enumerable.Repeat((byte)2, 100_000)]);
        Tamper(sql);

        foreach (var name in new[] { "one", "two" })
        {
            using var get = await _client.SendAsync(HttpMethod.Get, $"/items/{name}");
            await get.ProblemAsync(HttpStatusCode.InternalServerError, "tampering_detected");
            Assert.Null(get.Headers.ETag);
        }

        await _box.Server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit" && log.Message.StartsWith("Box storage has been tampered with", StringComparison.Ordinal));
    }

    private void Tamper(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(_box.Directory, "data", "box.db")};Pooling=false");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
