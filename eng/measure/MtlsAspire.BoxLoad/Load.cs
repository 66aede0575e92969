using System.Diagnostics;

namespace MtlsAspire.BoxLoad;

/// <summary>Does something again and again, several at once, for some time.</summary>
/// <param name="connections">How many at once.</param>
/// <param name="duration">For how long.</param>
internal sealed class Load(int connections, TimeSpan duration)
{
    // Enough for connections to be open and code to be compiled.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public async Task<Latencies> RunAsync(Func<int, Task> act, CancellationToken cancellationToken)
    {
        var number = -1;
        await RunAsync(act, () => Interlocked.Increment(ref number), WarmUp, cancellationToken);
        return await RunAsync(act, () => Interlocked.Increment(ref number), duration, cancellationToken);
    }

    private async Task<Latencies> RunAsync(Func<int, Task> act, Func<int> next, TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                var own = new List<TimeSpan>();
                while (Stopwatch.GetElapsedTime(started) < time && !cancellationToken.IsCancellationRequested)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await act(next());
                    own.Add(Stopwatch.GetElapsedTime(begun));
                }

                return own;
            },
            cancellationToken)));
        return new Latencies([.. latencies.SelectMany(own => own)], Stopwatch.GetElapsedTime(started));
    }
}
