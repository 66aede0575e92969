using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>Shows parameters and connection strings, which have a value and no process.</summary>
internal sealed class ValueResources(ResourceNotificationService notifications, ResourceLoggerService loggers, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    public async Task ShowAsync(IResource resource, CancellationToken cancellationToken)
    {
        switch (resource)
        {
            case ParameterResource parameter:
                await ShowValueAsync(parameter, "Parameter", "Value", parameter.Secret, parameter.GetValueAsync, cancellationToken);
                break;
            case ConnectionStringResource connectionString:
                await ShowValueAsync(
                    connectionString,
                    "ConnectionString",
                    KnownProperties.ConnectionString,
                    isSecret: true,
                    ((IResourceWithConnectionString)connectionString).GetConnectionStringAsync,
                    cancellationToken);
                break;
        }
    }

    private async Task ShowValueAsync(
        IResource resource, string type, string property, bool isSecret, Func<CancellationToken, ValueTask<string?>> getValue, CancellationToken cancellationToken)
    {
        await notifications.PublishUpdateAsync(resource, s => s with { ResourceType = type, CreationTimeStamp = DateTime.UtcNow });
        try
        {
            await notifications.WaitForDependenciesAsync(resource, cancellationToken);
            var value = await getValue(cancellationToken);
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                Properties = [.. s.Properties.Where(p => p.Name != property), new ResourcePropertySnapshot(property, value) { IsSensitive = isSecret }],
            });
            if (resource is IResourceWithConnectionString)
            {
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OrchestrationLog.CouldNotStart(loggers.GetLogger(resource), resource.Name, e.Message);
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(
                    e is MissingParameterValueException ? KnownResourceStates.ValueMissing : KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            });
        }
    }
}
