using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;
using Xunit.Abstractions;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>
/// kill -9 of a box while clients write to it. Whatever was acknowledged is there and intact; nothing is there by half.
/// MTLSASPIRE_KILLS says how often (5 if not set).
/// </summary>
/// <param name="postgres">The server with the box's database; SQLite if there is none.</param>
/// <param name="output">Where the test says what it did.</param>
public abstract class KillTests(PostgresServer? postgres, ITestOutputHelper output) : IDisposable
{
    private const int Writers = 4;
    private static readonly int Kills = (int)TestSize.Read("MTLSASPIRE_KILLS", 5);

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<string, string> _acknowledged = new(StringComparer.Ordinal);
    private int _next;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [ToolFact]
    public async Task Every_acknowledged_item_survives_and_none_is_half_written()
    {
        using var leaf = TestBox.IssueRole(_pki, "client1", "depositor");
        var settings = await TestBox.PrepareAsync(_pki, _directory, "storage", "items", locks: null, await TestBox.DatabaseAsync(postgres));
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            var address = new Uri($"https://localhost:{FreePorts.Next()}");
            using var box = await BoxProcess.StartAsync(_pki, leaf, settings, address);
            var enough = _acknowledged.Count + random.Next(1, 60);
            var writers = Enumerable.Range(0, Writers).Select(_ => WriteAsync(box, address, leaf)).ToArray();
            await Eventually.BecomesAsync(() => Task.FromResult(_acknowledged.Count > enough), "acknowledged items");

            await box.KillAsync();
            await Task.WhenAll(writers);
        }

        await VerifyAsync(settings, leaf);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _directory.Dispose();
        _pki.Dispose();
    }

    private async Task VerifyAsync(string[] settings, X509Certificate2 leaf)
    {
        var address = new Uri($"https://localhost:{FreePorts.Next()}");
        using var box = await BoxProcess.StartAsync(_pki, leaf, settings, address);
        using var client = _pki.CreateClient(address, leaf);
        foreach (var (name, hash) in _acknowledged)
            Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(await client.GetByteArrayAsync(new Uri($"/items/{name}", UriKind.Relative)))));

        // What was not acknowledged may be there, but then as a whole.
        var after = "";
        var listed = 0;
        do
        {
            var page = JsonNode.Parse(await client.GetStringAsync(new Uri($"/items?limit=500&after={after}", UriKind.Relative)))!;
            Assert.Equal(0, (int)page["tampered"]!);
            foreach (var item in page["items"]!.AsArray())
            {
                listed++;
                var content = await client.GetByteArrayAsync(new Uri($"/items/{item!["name"]}", UriKind.Relative));
                Assert.Equal((string?)item["sha256"], Convert.ToHexStringLower(SHA256.HashData(content)));
            }

            after = (string?)page["next"];
        }
        while (after is not null);

        Assert.True(listed >= _acknowledged.Count);
        output.WriteLine($"{Kills} kills, {_next} writes begun, {_acknowledged.Count} acknowledged, {listed} there, all intact");
    }

    // Until the box is killed.
    private async Task WriteAsync(BoxProcess box, Uri address, X509Certificate2 leaf)
    {
        using var client = _pki.CreateClient(address, leaf);
        while (true)
        {
            var name = $"item-{Interlocked.Increment(ref _next)}";
            // Now and then one that takes several transactions to come in.
            var content = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(10) == 0 ? 1_500_000 : 5_000);
            try
            {
                using var response = await client.PutAsync($"/items/{name}", content);
                Assert.True(response.StatusCode == HttpStatusCode.Created, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()} {box.Said}");
                _acknowledged[name] = Convert.ToHexString(SHA256.HashData(content));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
