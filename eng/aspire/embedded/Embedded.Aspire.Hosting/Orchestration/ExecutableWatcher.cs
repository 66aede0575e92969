using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>Follows the processes at DCP and shows what happens to them as the state of their resources.</summary>
internal sealed class ExecutableWatcher(
    OrchestrationServices services,
    IReadOnlyDictionary<string, ProcessController> controllers,
    ConsoleLogPump logs)
{
    private readonly HashSet<string> _stopped = [];

    /// <summary>Follows them until the application stops; fails as soon as one of the two watches does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await await Task.WhenAny(WatchExecutablesAsync(cancellationToken), WatchEndpointsAsync(cancellationToken));

    private async Task WatchExecutablesAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in services.Dcp.WatchAsync<Executable>(cancellationToken))
        {
            // The deletion is either part of a restart or of the end: neither is news about the resource.
            if (change.Type is not WatchEventType.Deleted
                && change.Object is { Metadata.DeletionTimestamp: null, Status: { State.Length: > 0 } status } executable
                && controllers.TryGetValue(executable.Metadata.Name, out var controller))
            {
                await ShowAsync(controller, executable, status, cancellationToken);
            }
        }
    }

    private async Task ShowAsync(ProcessController controller, Executable executable, ExecutableStatus status, CancellationToken cancellationToken)
    {
        var uid = executable.Metadata.Uid!;
        var final = ExecutableStates.IsFinal(status.State);
        if (final || status.State == ExecutableStates.Running)
        {
            logs.Start(controller.Name, uid, cancellationToken);
        }

        if (final)
        {
            // The lines that tell why a process ended come before the news that it ended.
            await logs.DrainAsync(uid, cancellationToken);
        }

        if (uid == controller.RetiredUid)
        {
            return;
        }

        var resource = controller.Resource;
        await services.Notifications.PublishUpdateAsync(resource, s => ExecutableSnapshot.Update(s, resource, executable, status, controller.StopRequested));
        if (final && services.Notifications.TryGetCurrentState(controller.Name, out var last) && _stopped.Add(uid))
        {
            _ = services.RaiseAsync(new ResourceStoppedEvent(resource, services.Provider, last));
        }
    }

    /// <summary>A URL works while the process behind it listens: then DCP has an endpoint object for it.</summary>
    private async Task WatchEndpointsAsync(CancellationToken cancellationToken)
    {
        var byEndpoint = new Dictionary<string, (string Executable, string Service)>();
        await foreach (var change in services.Dcp.WatchAsync<Endpoint>(cancellationToken))
        {
            if (change.Object.Metadata.OwnerReferences?.FirstOrDefault(o => o.Kind == nameof(Executable)) is not { } owner
                || !controllers.TryGetValue(owner.Name, out var controller))
            {
                continue;
            }

            if (change.Type is WatchEventType.Deleted)
            {
                byEndpoint.Remove(change.Object.Metadata.Name);
            }
            else
            {
                byEndpoint[change.Object.Metadata.Name] = (owner.Name, change.Object.Spec.ServiceName);
            }

            var live = byEndpoint.Values.Where(e => e.Executable == owner.Name).Select(e => e.Service).ToHashSet();
            await services.Notifications.PublishUpdateAsync(controller.Resource, s => ResourceUrls.WithLiveServices(s, controller.Resource, live));
        }
    }
}
