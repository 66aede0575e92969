using Spectre.Console;

namespace MtlsAspire.Clients.Load;

/// <summary>Shows a load while it goes on: a table that lives on a terminal, a line each second elsewhere.</summary>
internal sealed class LoadReport(LoadStatistics statistics, TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Shows it until the load has ended, and then what it was in all.</summary>
    public async Task ShowAsync(Task load)
    {
        if (_isTerminal) await AnsiConsole.Live(Table(statistics.Recent(), statistics.All())).StartAsync(context => RepeatAsync(load, recent => context.UpdateTarget(Table(recent, statistics.All()))));
        else await RepeatAsync(load, recent => output.WriteLine(Line($"{statistics.All().Elapsed.TotalSeconds,5:0} s", recent)));
        await load;
        await output.WriteLineAsync(Line("in all", statistics.All()));
    }

    private async Task RepeatAsync(Task load, Action<LoadSnapshot> show)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!load.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            await Task.WhenAny(load, tick);
            if (tick.IsCompleted) show(statistics.Recent());
        }
    }

    private static string Line(string when, LoadSnapshot seen) =>
        $"{when}: {seen.RequestsPerSecond:0.0} requests/s, {seen.HandshakesPerSecond:0.0} handshakes/s, "
        + $"p50 {seen.P50.TotalMilliseconds:0.0} ms, p95 {seen.P95.TotalMilliseconds:0.0} ms, p99 {seen.P99.TotalMilliseconds:0.0} ms, failures: {seen.FailuresText}";

    private static Table Table(LoadSnapshot recent, LoadSnapshot all)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "last second", "in all");
        table.AddRow("requests/s", $"{recent.RequestsPerSecond:0.0}", $"{all.RequestsPerSecond:0.0}");
        table.AddRow("handshakes/s", $"{recent.HandshakesPerSecond:0.0}", $"{all.HandshakesPerSecond:0.0}");
        table.AddRow("p50 ms", $"{recent.P50.TotalMilliseconds:0.0}", $"{all.P50.TotalMilliseconds:0.0}");
        table.AddRow("p95 ms", $"{recent.P95.TotalMilliseconds:0.0}", $"{all.P95.TotalMilliseconds:0.0}");
        table.AddRow("p99 ms", $"{recent.P99.TotalMilliseconds:0.0}", $"{all.P99.TotalMilliseconds:0.0}");
        table.AddRow(new Text("failures"), new Text(recent.FailuresText), new Text(all.FailuresText, all.Failed > 0 ? new Style(Color.Red) : Style.Plain));
        table.Caption($"{all.Requests} requests, {all.Handshakes} handshakes in {all.Elapsed.TotalSeconds:0} s");
        return table;
    }
}
