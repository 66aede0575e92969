using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Server.Storage;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults.Seals;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;
using Xunit.Abstractions;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>
/// kill -9 of the box that processes, and of the one to which it forwards, in turn, while clients have it make runs. Each
/// result that was acknowledged is there and intact, and each that is there reaches the archive, whatever was interrupted.
/// MTLSASPIRE_KILLS says how often (5 if not set).
/// </summary>
public sealed class RunKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 3;
    private static readonly int Kills = (int)TestSize.Read("MTLSASPIRE_KILLS", 5);

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly Uri _processing = new($"https://localhost:{FreePorts.Next()}");
    private readonly Uri _archive = new($"https://localhost:{FreePorts.Next()}");
    private readonly ConcurrentDictionary<string, string> _acknowledged = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task Every_acknowledged_result_survives_and_reaches_the_archive_and_none_is_half_written()
    {
        using var leaf = TestBox.IssueRole(_pki, "client1");
        await using var storage = await TestBox.StartAsync(_pki, _directory, "storage", "items");
        using (var depositor = storage.Client(leaf)) (await depositor.PutAsync("/items/seed", [.. Enumerable.Repeat((byte)'a', 200_000)], "text/plain")).EnsureSuccessStatusCode();
        var archiving = await TestBox.PrepareAsync(_pki, _directory, "archive", "results", locks: null, "--Box:Signers=spiffe://mtls.localhost/processing");
        var processing = await TestBox.PrepareAsync(
            _pki, _directory, "processing", "runs", locks: null, "--Box:Source=storage", "--Box:Next=archive",
            $"--services:storage:https:0={storage.Server.Https}", $"--services:archive:https:0={_archive}");

        await KillInTurnAsync(leaf, processing, archiving);

        using var archive = await BoxProcess.StartAsync(_pki, leaf, archiving, _archive);
        // In this process, so that its store can be looked into.
        await using var box = await TestServer.StartAsync([.. processing, $"--urls=https://127.0.0.1:{_processing.Port}"], ServerApplication.Create);
        var store = box.Services.GetRequiredService<ItemStore>();
        await Eventually.BecomesAsync(async () => (await store.PageAsync(Collection.Outbox, [], 1, default)).Items.Count == 0, "an empty outbox");
        var runs = await SealsAsync(store, Collection.Runs);

        Assert.All(_acknowledged, run => Assert.Equal(run.Value, Convert.ToHexStringLower(SHA256.HashData(SealVerifier.CheckIntegrity(runs[run.Key]).Output.Span))));
        using var reader = _pki.CreateClient(_archive, leaf);
        foreach (var (run, seal) in runs) Assert.Equal(seal, await reader.GetByteArrayAsync(new Uri($"/results/{run}", UriKind.Relative)));
        var archived = await ArchivedAsync(reader);
        Assert.Superset(runs.Keys.ToHashSet(StringComparer.Ordinal), archived);
        output.WriteLine($"{Kills} kills, {_acknowledged.Count} runs acknowledged, {runs.Count} there, all intact and in the archive, which has {archived.Count}");
    }

    private async Task KillInTurnAsync(X509Certificate2 leaf, string[] processing, string[] archiving)
    {
        var random = new Random(1);
        BoxProcess? archive = null, box = null;
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                archive = await RunningAsync(archive, leaf, archiving, _archive);
                box = await RunningAsync(box, leaf, processing, _processing);
                using var stop = new CancellationTokenSource();
                var enough = _acknowledged.Count + random.Next(1, 15);
                var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(leaf, stop.Token)).ToArray();
                await Eventually.BecomesAsync(() => Task.FromResult(_acknowledged.Count > enough), "acknowledged runs");
                var victim = kill % 2 == 0 ? box : archive;
                await victim.KillAsync();
                await stop.CancelAsync();
                await Task.WhenAll(callers);
            }
        }
        finally
        {
            box?.Dispose();
            archive?.Dispose();
        }
    }

    private async Task<BoxProcess> RunningAsync(BoxProcess? present, X509Certificate2 leaf, string[] settings, Uri address)
    {
        if (present is { IsRunning: true }) return present;
        present?.Dispose();
        return await BoxProcess.StartAsync(_pki, leaf, settings, address);
    }

    // Until the box is killed, or the other one was.
    private async Task CallAsync(X509Certificate2 leaf, CancellationToken stop)
    {
        using var client = _pki.CreateClient(_processing, leaf);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var response = await client.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = "seed", transformation = "upper-case" }, CancellationToken.None);
                response.EnsureSuccessStatusCode();
                var run = (await response.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None))!;
                _acknowledged[(string)run["id"]!] = (string)run["statement"]!["output"]!["sha256"]!;
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null)
            {
                return;
            }
        }
    }

    private static async Task<ISet<string>> ArchivedAsync(HttpClient archive)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var after = "";
        while (after is not null)
        {
            var page = JsonNode.Parse(await archive.GetStringAsync(new Uri($"/results?limit=500&after={after}", UriKind.Relative)))!;
            Assert.Equal(0, (int)page["tampered"]!);
            foreach (var item in page["items"]!.AsArray())
            {
                var name = (string)item!["name"]!;
                names.Add(name);
                Assert.Equal(name, SealVerifier.CheckIntegrity(await archive.GetByteArrayAsync(new Uri($"/results/{name}", UriKind.Relative))).Statement.Run);
            }

            after = (string?)page["next"];
        }

        return names;
    }

    private static async Task<Dictionary<string, byte[]>> SealsAsync(ItemStore store, Collection collection)
    {
        var seals = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[]? after = [];
        while (after is not null)
        {
            var page = await store.PageAsync(collection, after, 100, default);
            Assert.Equal(0, page.Tampered);
            foreach (var name in page.Items.Select(item => item.Header.Name))
            {
                await using var open = await store.OpenAsync(collection, name, default);
                seals[name] = await open!.ReadAsync(default);
                Assert.Equal(name, SealVerifier.CheckIntegrity(seals[name]).Statement.Run);
            }

            after = page.Next;
        }

        return seals;
    }
}
