using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Repeats the console output of resources in the AppHost's own log, as tests like to see it.</summary>
internal sealed class ResourceLogForwarder(ResourceNotificationService notifications, ResourceLoggerService loggers, ILoggerFactory loggerFactory, string applicationName)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var forwarded = new HashSet<string>();
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (forwarded.Add(change.ResourceId))
            {
                _ = ForwardAsync(change.Resource.Name, change.ResourceId, cancellationToken);
            }
        }
    }

    private async Task ForwardAsync(string name, string id, CancellationToken cancellationToken)
    {
        var log = loggerFactory.CreateLogger($"{applicationName}.Resources.{name}");
        try
        {
            await foreach (var lines in loggers.WatchAsync(id).WithCancellation(cancellationToken))
            {
                foreach (var line in lines)
                {
                    if (line.IsErrorMessage)
                    {
                        OrchestrationLog.ConsoleErrorLine(log, line.Content);
                    }
                    else
                    {
                        OrchestrationLog.ConsoleLine(log, line.Content);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }
}
