using System.Collections.Concurrent;
using System.Diagnostics;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>
/// Requests at a rate that does not ask whether the server keeps up: each has its time, and its latency counts from then on,
/// so that a stall is not hidden by the requests that it kept from being made.
/// </summary>
internal sealed class OfferedLoad(HttpClient client, string path, int rate, TimeSpan duration)
{
    private const int Workers = 48;

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<List<double>> _latencies = new();
    private readonly Stopwatch _clock = new();
    private long _next = -1;

    /// <summary>What went wrong; empty if nothing.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How many requests were made.</summary>
    public int Count => _latencies.Sum(worker => worker.Count);

    /// <summary>How many there were to be made.</summary>
    public int Offered => (int)(rate * duration.TotalSeconds);

    public double AchievedRate => Count / _clock.Elapsed.TotalSeconds;

    public async Task RunAsync()
    {
        _clock.Start();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)));
        _clock.Stop();
    }

    /// <summary>The latency, in milliseconds, that a share of the requests did not exceed.</summary>
    public double Percentile(double share)
    {
        double[] sorted = [.. _latencies.SelectMany(worker => worker).Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }

    private async Task WorkAsync()
    {
        var latencies = new List<double>();
        _latencies.Enqueue(latencies);
        while (true)
        {
            var due = TimeSpan.FromSeconds((double)Interlocked.Increment(ref _next) / rate);
            if (due >= duration) return;
            if (due - _clock.Elapsed is { Ticks: > 0 } early) await Task.Delay(early);
            try
            {
                using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
                if (!response.IsSuccessStatusCode) _failures.Enqueue($"{_clock.Elapsed}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                _failures.Enqueue($"{_clock.Elapsed}: {exception}");
            }

            latencies.Add((_clock.Elapsed - due).TotalMilliseconds);
        }
    }
}
