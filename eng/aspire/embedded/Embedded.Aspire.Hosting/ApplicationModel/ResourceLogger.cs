using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes log messages of all levels into the console log of a resource.</summary>
internal sealed class ResourceLogger(ResourceLogStream stream) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        stream.Add(exception is null ? message : $"{message}\n{exception}", isError: logLevel >= LogLevel.Error);
    }
}
