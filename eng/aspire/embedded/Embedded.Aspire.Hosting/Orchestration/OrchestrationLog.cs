using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the orchestration says, in the log of the AppHost or of a resource.</summary>
internal static partial class OrchestrationLog
{
    [LoggerMessage(1, LogLevel.Error, "'{Resource}' could not start: {Reason}")]
    public static partial void CouldNotStart(ILogger logger, string resource, string reason);

    [LoggerMessage(2, LogLevel.Critical, "{Reason}")]
    public static partial void Fatal(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "A handler of the event that '{Resource}' is ready failed: {Reason}")]
    public static partial void ReadyHandlerFailed(ILogger logger, string resource, string reason);

    [LoggerMessage(4, LogLevel.Warning, "'{Resource}' was not stopped in order: {Reason}")]
    public static partial void NotStopped(ILogger logger, string resource, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Line}")]
    public static partial void ConsoleLine(ILogger logger, string line);

    [LoggerMessage(6, LogLevel.Error, "{Line}")]
    public static partial void ConsoleErrorLine(ILogger logger, string line);

    [LoggerMessage(7, LogLevel.Information, "Aspire AppHost version: {Version}")]
    public static partial void Version(ILogger logger, string version);

    [LoggerMessage(8, LogLevel.Information, "Distributed application starting.")]
    public static partial void Starting(ILogger logger);

    [LoggerMessage(9, LogLevel.Information, "Application host directory is: {AppHostDirectory}")]
    public static partial void Directory(ILogger logger, string appHostDirectory);

    [LoggerMessage(10, LogLevel.Information, "Now listening on: {DashboardUrl}")]
    public static partial void DashboardListening(ILogger logger, string dashboardUrl);

    [LoggerMessage(11, LogLevel.Information, "Login to the dashboard at {DashboardLoginUrl}")]
    public static partial void DashboardLogin(ILogger logger, string dashboardLoginUrl);

    [LoggerMessage(13, LogLevel.Error, "The health of '{Resource}' cannot be checked: {Reason}")]
    public static partial void CannotMonitor(ILogger logger, string resource, string reason);

    [LoggerMessage(14, LogLevel.Error, "A handler of {Event} failed: {Reason}")]
    public static partial void HandlerFailed(ILogger logger, string @event, string reason);

    [LoggerMessage(12, LogLevel.Information, "Distributed application started. Press Ctrl+C to shut down.")]
    public static partial void Started(ILogger logger);
}
