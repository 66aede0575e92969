using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is logged about the states of resources and about waiting for them.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Resource {ResourceId} changed state: {PreviousState} -> {State}")]
    public static partial void StateChanged(ILogger logger, string resourceId, string previousState, string state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for resource '{ResourceName}' to {Goal}.")]
    public static partial void WaitingFor(ILogger logger, string resourceName, string goal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Finished waiting for resource '{ResourceName}'.")]
    public static partial void WaitEnded(ILogger logger, string resourceName);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    public static partial void WaitFailed(ILogger logger, string reason);
}
