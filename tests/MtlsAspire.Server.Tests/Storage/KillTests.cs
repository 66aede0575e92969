using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>
/// kill -9 of a box while clients write to it. Whatever was acknowledged is there and intact; nothing is there by half.
/// MTLSASPIRE_KILLS says how often (5 if not set).
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Writers = 4;
    private static readonly int Kills = (int)TestSize.Read("MTLSASPIRE_KILLS", 5);

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<string, string> _acknowledged = new(StringComparer.Ordinal);
    private int _next;

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task Every_acknowledged_item_survives_and_none_is_half_written()
    {
        await File.WriteAllTextAsync(_directory.Combine("policy.json"), TestBox.Policy(LockJson.Everybody));
        using var box = TestBox.IssueBox(_pki, "storage");
        using var leaf = TestBox.IssueRole(_pki, "client1", "depositor");
        var settings = _pki.Write(box);
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            var address = new Uri($"https://localhost:{TestServer.FreePort()}");
            using var process = Start(settings, address);
            await UntilItAnswersAsync(address, leaf, process);
            using var stop = new CancellationTokenSource();
            var before = _acknowledged.Count;
            var writers = Enumerable.Range(0, Writers).Select(_ => WriteAsync(address, leaf, stop.Token)).ToArray();
            await Eventually.BecomesAsync(() => Task.FromResult(_acknowledged.Count > before + random.Next(1, 60)), "acknowledged items");

            process.Kill();
            await process.WaitForExitAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        await VerifyAsync(settings, leaf);
    }

    private async Task VerifyAsync(string[] settings, X509Certificate2 leaf)
    {
        var address = new Uri($"https://localhost:{TestServer.FreePort()}");
        using var process = Start(settings, address);
        await UntilItAnswersAsync(address, leaf, process);
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
        process.Kill();
        await process.WaitForExitAsync();
    }

    private async Task WriteAsync(Uri address, X509Certificate2 leaf, CancellationToken stop)
    {
        using var client = _pki.CreateClient(address, leaf);
        while (!stop.IsCancellationRequested)
        {
            var name = $"item-{Interlocked.Increment(ref _next)}";
            // Now and then one that takes several transactions to come in.
            var content = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(10) == 0 ? 1_500_000 : 5_000);
            try
            {
                using var response = await client.PutAsync($"/items/{name}", content);
                if (response.StatusCode == HttpStatusCode.Created) _acknowledged[name] = Convert.ToHexString(SHA256.HashData(content));
            }
            catch (HttpRequestException)
            {
                // The box was killed.
                return;
            }
        }
    }

    private Process Start(string[] settings, Uri address)
    {
        var process = ProcessRunner.StartDotnet(
            typeof(ServerApplication).Assembly,
            [
                .. settings, $"--urls=https://127.0.0.1:{address.Port}", "--Box:Name=storage", "--Box:Serves=items",
                $"--Box:Data={_directory.Combine("data")}", $"--Box:Policy={_directory.Combine("policy.json")}", "--Logging:LogLevel:Default=None",
            ],
            environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = null });
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task UntilItAnswersAsync(Uri address, X509Certificate2 leaf, Process process)
    {
        using var client = _pki.CreateClient(address, leaf);
        await Eventually.BecomesAsync(
            async () =>
            {
                Assert.False(process.HasExited, "the box did not start");
                try
                {
                    using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the box");
    }
}
