using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is written about commands into the console log of their resource.</summary>
internal static partial class CommandLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Executing command '{CommandName}'.")]
    public static partial void Executing(ILogger logger, string commandName);

    [LoggerMessage(Level = LogLevel.Information, Message = "Command '{CommandName}' succeeded.")]
    public static partial void Succeeded(ILogger logger, string commandName);

    [LoggerMessage(Level = LogLevel.Information, Message = "Command '{CommandName}' was cancelled.")]
    public static partial void Cancelled(ILogger logger, string commandName);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command '{CommandName}' failed: {Reason}")]
    public static partial void Failed(ILogger logger, string commandName, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Command '{CommandName}' failed.")]
    public static partial void Threw(ILogger logger, string commandName, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no command '{CommandName}'.")]
    public static partial void Unknown(ILogger logger, string commandName);
}
