using System.Diagnostics;
using MtlsAspire.Comparison.Load;
using MtlsAspire.Comparison.Servers;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Comparison;

/// <summary>Runs the servers and the load, interleaved over rounds, so that a busy machine is as busy for each of them.</summary>
internal sealed class ComparisonRun(ComparisonOptions options, TextWriter progress)
{
    // Until then it is the just-in-time compiler that is measured.
    private const int WarmUpHandshakes = 2_000;
    private const int WarmUpRequests = 40_000;

    /// <exception cref="ComparisonException">A server is missing or does not start.</exception>
    public async Task<IReadOnlyList<Result>> RunAsync()
    {
        var work = Directory.CreateTempSubdirectory("mtls-compare-").FullName;
        var servers = new List<ComparedServer>();
        await using var sink = await TelemetrySink.StartAsync();
        try
        {
            var certs = Path.Combine(work, "certs");
            await PkiBootstrap.RunAsync(new BootstrapOptions { Directory = certs });
            var start = new ComparedServers(certs, work);
            if (Has("ours")) servers.Add(await start.StartOursAsync(sink: null));
            if (Has("traced")) servers.Add(await start.StartOursAsync(sink.Address));
            if (Has("kestrel")) servers.Add(await start.StartKestrelAsync());
            if (Has("nginx")) servers.Add(await start.StartNginxAsync());
            if (Has("node")) servers.Add(await start.StartNodeAsync());
            return await MeasureAsync(servers, certs);
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
            Directory.Delete(work, recursive: true);
        }
    }

    private bool Has(string server) => !options.Without.Contains(server, StringComparer.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<Result>> MeasureAsync(IReadOnlyList<ComparedServer> servers, string certs)
    {
        var scenarios = Scenario.All(options.Handshakes, options.Requests);
        foreach (var server in servers)
        {
            await progress.WriteLineAsync($"warming up {server.Name} (process {server.ProcessId})");
            using var client = new LoadClient(server.Address, certs);
            await scenarios[0].RunAsync(client, WarmUpHandshakes);
            await scenarios[1].RunAsync(client, WarmUpHandshakes / 2);
            await scenarios[2].RunAsync(client, WarmUpRequests);
        }

        var samples = new Dictionary<(string Scenario, string Server), List<Sample>>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var scenario in scenarios)
            {
                foreach (var server in servers)
                {
                    var sample = await MeasureAsync(server, scenario, certs);
                    var key = (scenario.Name, server.Name);
                    if (!samples.TryGetValue(key, out var list)) samples.Add(key, list = []);
                    list.Add(sample);
                    await progress.WriteLineAsync($"round {round}: {scenario.Name}, {server.Name}: {sample.CpuMilliseconds:0.000} ms CPU, {sample.Rate:0}/s");
                }
            }
        }

        return [.. scenarios.SelectMany(scenario => servers.Select(server => Summarize(scenario, server, samples)))];
    }

    private static async Task<Sample> MeasureAsync(ComparedServer server, Scenario scenario, string certs)
    {
        using var client = new LoadClient(server.Address, certs);
        var cpu = server.Cpu;
        var started = Stopwatch.GetTimestamp();
        await scenario.RunAsync(client, scenario.Count);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new Sample(
            (server.Cpu - cpu).TotalMilliseconds / scenario.Count, scenario.Count / elapsed.TotalSeconds, (double)client.Resumed / scenario.Count);
    }

    private static Result Summarize(
        Scenario scenario, ComparedServer server, Dictionary<(string Scenario, string Server), List<Sample>> samples)
    {
        var own = samples[(scenario.Name, server.Name)];
        return new Result(
            scenario.Name,
            server.Name,
            Median(own.Select(sample => sample.CpuMilliseconds)),
            Median(own.Select(sample => sample.Rate)),
            Ratio(ComparedServers.Nginx),
            Ratio(ComparedServers.Node),
            Median(own.Select(sample => sample.Resumed)),
            server.Memory / 1048576.0);

        // Round by round: what disturbs a round disturbs both.
        double? Ratio(string other) => samples.TryGetValue((scenario.Name, other), out var others)
            ? Median(own.Zip(others, (mine, theirs) => mine.CpuMilliseconds / theirs.CpuMilliseconds))
            : null;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
