using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>Carries the console output of processes from DCP to the logs of their resources.</summary>
internal sealed class ConsoleLogPump(DcpClient dcp, ResourceLoggerService loggers)
{
    // DCP ends a log stream about five seconds after the process: too long to keep the news of its end back.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Task> _streams = new();

    /// <summary>Starts the streams of a process, once.</summary>
    public void Start(ProcessController controller, string uid, CancellationToken cancellationToken) =>
        _ = _streams.GetOrAdd(uid, _ => Task.WhenAll(
            PumpAsync(controller.Name, LogSource.Stdout, cancellationToken),
            PumpAsync(controller.Name, LogSource.Stderr, cancellationToken),
            PumpAsync(controller.Name, LogSource.System, cancellationToken)));

    /// <summary>Gives the last lines of an ended process a short time to arrive.</summary>
    public async Task DrainAsync(string uid)
    {
        if (_streams.TryGetValue(uid, out var streams))
        {
            await ((Task)Task.WhenAny(streams, Task.Delay(DrainLimit))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(string name, LogSource source, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in dcp.StreamLogsAsync(name, source, follow: true, timestamps: true, cancellationToken))
            {
                if (source is not LogSource.System)
                {
                    loggers.AddConsoleLine(name, line, isError: source is LogSource.Stderr);
                }
                else if (DcpLogLine.TryParse(line) is { } own)
                {
                    loggers.AddConsoleLine(name, own.ToString(), own.IsError);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or DcpApiException)
        {
            // The application stops, or the process was removed while its log was read.
        }
    }
}
