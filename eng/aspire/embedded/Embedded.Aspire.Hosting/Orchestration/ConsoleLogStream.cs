using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>Carries one of the outputs of one process from DCP to the log of its resource.</summary>
internal sealed class ConsoleLogStream
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly DcpClient _dcp;
    private readonly ResourceLoggerService _loggers;
    private readonly string _name;
    private readonly LogSource _source;
    private readonly Task _run;
    private int _lines;

    public ConsoleLogStream(DcpClient dcp, ResourceLoggerService loggers, string name, LogSource source, CancellationToken cancellationToken)
    {
        _dcp = dcp;
        _loggers = loggers;
        _name = name;
        _source = source;
        _run = RunAsync(cancellationToken);
    }

    /// <summary>
    /// Waits until all that the process, which has ended, has written is in the log. (The stream itself ends about five
    /// seconds after the process: too long to keep the news of its end back.)
    /// </summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var written = await _dcp.StreamLogsAsync(_name, _source, follow: false, timestamps: false, cancellationToken).CountAsync(cancellationToken);
        while (Volatile.Read(ref _lines) < written && !_run.IsCompleted)
        {
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in _dcp.StreamLogsAsync(_name, _source, follow: true, timestamps: true, cancellationToken))
            {
                Add(line);
                Interlocked.Increment(ref _lines);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or DcpApiException)
        {
            // The application stops, or the process was removed while its log was read.
        }
    }

    private void Add(string line)
    {
        if (_source is not LogSource.System)
        {
            _loggers.AddConsoleLine(_name, line, isError: _source is LogSource.Stderr);
        }
        else if (DcpLogLine.TryParse(line) is { } own)
        {
            _loggers.AddConsoleLine(_name, own.ToString(), own.IsError);
        }
    }
}
