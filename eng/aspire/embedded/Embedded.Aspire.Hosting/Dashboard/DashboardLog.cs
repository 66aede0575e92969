using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>What is logged about the connection of the dashboard.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The resource service for the dashboard listens on {Address}.")]
    public static partial void Listening(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The dashboard called {Method}.")]
    public static partial void CallStarted(ILogger logger, string method);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The call of the dashboard to {Method} ended with {Status}.")]
    public static partial void CallEnded(ILogger logger, string method, GrpcStatus status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of the dashboard to {Method} failed.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call to {Method} of the resource service was refused: its API key is missing or wrong.")]
    public static partial void Refused(ILogger logger, string method);
}
