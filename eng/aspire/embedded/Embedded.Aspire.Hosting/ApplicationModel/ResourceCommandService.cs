namespace Aspire.Hosting.ApplicationModel;

/// <summary>Executes the commands of resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, IServiceProvider services)
    {
        _notifications = notifications;
        _loggers = loggers;
        _services = services;
    }

    /// <summary>Executes a command of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">The name of the command.</param>
    /// <param name="cancellationToken">Passed to the command.</param>
    /// <returns>How it ended. What the command throws is a failure, and is in the console log of the resource.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return ExecuteAsync(resource, resource.GetInstanceName(), commandName, cancellationToken);
    }

    /// <summary>Executes a command of a resource.</summary>
    /// <param name="resourceId">The name of its instance, or the name of the resource.</param>
    /// <param name="commandName">The name of the command.</param>
    /// <param name="cancellationToken">Passed to the command.</param>
    /// <returns>How it ended. What the command throws is a failure, and is in the console log of the resource.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        _notifications.TryGetCurrentState(resourceId, out var current)
            ? await ExecuteAsync(current.Resource, current.ResourceId, commandName, cancellationToken)
            : CommandResults.Failure($"There is no resource '{resourceId}'.");

    private async Task<ExecuteCommandResult> ExecuteAsync(IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        var logger = _loggers.GetLogger(resourceId);
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(command => command.Name == commandName);
        if (command is null)
        {
            CommandLog.Unknown(logger, commandName);
            return CommandResults.Failure($"Resource '{resource.Name}' has no command '{commandName}'.");
        }

        CommandLog.Executing(logger, commandName);
        try
        {
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services,
                ResourceName = resourceId,
                CancellationToken = cancellationToken,
                Logger = logger,
            });
            LogEnd(result);
            return result;
        }
        catch (OperationCanceledException)
        {
            CommandLog.Cancelled(logger, commandName);
            return CommandResults.Canceled();
        }
        catch (Exception exception)
        {
            CommandLog.Threw(logger, commandName, exception);
            return CommandResults.Failure(exception);
        }

        void LogEnd(ExecuteCommandResult result)
        {
            if (result.Success)
            {
                CommandLog.Succeeded(logger, commandName);
            }
            else if (result.Canceled)
            {
                CommandLog.Cancelled(logger, commandName);
            }
            else
            {
                CommandLog.Failed(logger, commandName, result.Message);
            }
        }
    }
}
