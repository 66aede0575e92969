using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>Carries the console output of processes from DCP to the logs of their resources.</summary>
internal sealed class ConsoleLogPump(DcpClient dcp, ResourceLoggerService loggers)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);
    private static readonly LogSource[] Sources = [LogSource.Stdout, LogSource.Stderr, LogSource.System];

    private readonly ConcurrentDictionary<string, ConsoleLogStream[]> _streams = new();

    /// <summary>Starts the streams of a process, once.</summary>
    public void Start(string name, string uid, CancellationToken cancellationToken) =>
        _streams.GetOrAdd(uid, _ => [.. Sources.Select(source => new ConsoleLogStream(dcp, loggers, name, source, cancellationToken))]);

    /// <summary>Gives the last lines of an ended process a short time to arrive.</summary>
    public async Task DrainAsync(string uid, CancellationToken cancellationToken)
    {
        if (!_streams.TryGetValue(uid, out var streams))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(DrainLimit);
        try
        {
            await Task.WhenAll(streams.Select(stream => stream.CatchUpAsync(limit.Token)));
        }
        catch (Exception e) when (e is DcpApiException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Removed meanwhile, or the last line has no end: it arrives when the stream ends.
        }
    }
}
