using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Tests.Support;

/// <summary>Keeps what a host logs.</summary>
public sealed class CollectedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<CollectedLog> _logs = new();

    public IReadOnlyList<CollectedLog> All => [.. _logs];

    public Task<CollectedLog> WaitForAsync(Func<CollectedLog, bool> predicate) =>
        Eventually.FindAsync(() => All.FirstOrDefault(predicate), "a log message");

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Holds nothing but memory.
    }

    private sealed class Logger(CollectedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            logs._logs.Enqueue(new CollectedLog(
                category,
                logLevel,
                formatter(state, exception),
                values.ToDictionary(value => value.Key, value => value.Value?.ToString(), StringComparer.Ordinal)));
        }
    }
}
