using Microsoft.Extensions.Logging;

namespace MtlsAspire.Clients;

/// <summary>One line for each poll.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "{Greeting} The server sees {Subject}, valid to {NotAfter:u}, over TLS {TlsVersion}, {Cipher}.")]
    public static partial void Polled(this ILogger logger, string greeting, string subject, DateTime notAfter, string tlsVersion, string cipher);

    [LoggerMessage(2, LogLevel.Information, "The server at {Address} is not reachable now: {Reason}")]
    public static partial void NotReachable(this ILogger logger, Uri? address, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Calling {Address} failed: {Reason}")]
    public static partial void PollFailed(this ILogger logger, Uri? address, string reason);
}
