using Microsoft.Extensions.Hosting;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>Makes the calls of a scenario again and again, and says what became of them.</summary>
/// <param name="client">Who calls.</param>
/// <param name="calls">The calls of a round.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where it says so.</param>
public sealed class ScenarioWorker(
    ScenarioClient client, IReadOnlyList<ScenarioCall> calls, ClientOptions options, TimeProvider time, TextWriter output) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            var round = new List<(ScenarioCall Call, Outcome Outcome)>();
            foreach (var call in calls)
            {
                var outcome = await client.CallAsync(call, stoppingToken);
                round.Add((call, outcome));
                await output.WriteLineAsync(ScenarioReport.Line(call, outcome).AsMemory(), stoppingToken);
            }

            await output.WriteLineAsync(ScenarioReport.StateLine(ScenarioReport.State(round)).AsMemory(), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
