using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// Brings the exception of a failed handshake to the handshake. Kestrel tells it to nobody but its log, at level Debug, in the
/// asynchronous flow of the connection; so this is a logger, for that one category.
/// </summary>
[ProviderAlias("MutualTlsHandshakes")]
internal sealed class HandshakeExceptions : ILoggerProvider
{
    /// <summary>The category of Kestrel's TLS.</summary>
    public const string Category = "Microsoft.AspNetCore.Server.Kestrel.Https.Internal.HttpsConnectionMiddleware";

    private const string TimedOutEvent = "AuthenticationTimedOut";

    private readonly AsyncLocal<Handshake?> _handshake = new();

    /// <summary>From now on, an exception that is logged in this flow is that of the handshake; or of none, if that is <c>null</c>.</summary>
    public void Collect(Handshake? handshake) => _handshake.Value = handshake;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName == Category);

    public void Dispose()
    {
        // Holds nothing.
    }

    private sealed class Logger(HandshakeExceptions exceptions, bool isEnabled) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isEnabled && exceptions._handshake.Value is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!isEnabled || exceptions._handshake.Value is not { } handshake) return;
            handshake.Failure ??= exception ?? (eventId.Name == TimedOutEvent ? new OperationCanceledException() : null);
        }
    }
}
