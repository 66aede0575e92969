using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One resource waits for its dependencies.</summary>
/// <param name="notifications">Where the resources are seen.</param>
/// <param name="logger">The console log of the resource.</param>
/// <param name="resource">The resource which waits.</param>
internal sealed class DependencyWait(ResourceNotificationService notifications, ILogger logger, IResource resource)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pending = resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.Resource is not IResourceWithoutLifetime).ToList();
        if (pending.Count == 0)
        {
            return;
        }

        await PublishAsync(pending, CanStartWaiting);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = pending.Select(wait => WaitAsync(wait, ending.Token)).ToList();
        try
        {
            await foreach (var completed in Task.WhenEach(waits))
            {
                pending.Remove(await completed);
                await PublishAsync(pending, IsWaiting);
            }
        }
        catch (Exception exception)
        {
            // One failure decides: the other dependencies may take for ever.
            await ending.CancelAsync();
            await ((Task)Task.WhenAll(waits)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (exception is not OperationCanceledException)
            {
                NotificationLog.WaitFailed(logger, exception.Message);
                await notifications.PublishUpdateAsync(resource, snapshot => snapshot with
                {
                    State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                });
            }

            throw;
        }
    }

    private async Task<WaitAnnotation> WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        try
        {
            switch (wait.WaitType)
            {
                case WaitType.WaitUntilStarted:
                    await UntilRunningAsync(wait, cancellationToken);
                    break;
                case WaitType.WaitUntilHealthy:
                    await UntilRunningAsync(wait, cancellationToken);
                    await UntilHealthyAsync(wait, cancellationToken);
                    break;
                case WaitType.WaitForCompletion:
                    NotificationLog.WaitingFor(logger, name, "complete");
                    await UntilCompletedAsync(wait, cancellationToken);
                    break;
                default:
                    throw new DistributedApplicationException($"There is no way to wait that is called '{wait.WaitType}'.");
            }
        }
        catch (DistributedApplicationException exception)
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}' stopped waiting for '{name}': {exception.Message}", exception);
        }

        NotificationLog.WaitEnded(logger, name);
        return wait;
    }

    private async Task UntilRunningAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        NotificationLog.WaitingFor(logger, wait.Resource.Name, "run");
        await notifications.WaitUnlessUnavailableAsync(
            wait.Resource.Name, Behavior(wait), static snapshot => snapshot.State?.Text == KnownResourceStates.Running, "running", cancellationToken);
    }

    private async Task UntilHealthyAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        // Without health checks of its own a resource counts as healthy, whatever reports somebody gave it.
        if (wait.Resource.Annotations.OfType<HealthCheckAnnotation>().Any())
        {
            NotificationLog.WaitingFor(logger, wait.Resource.Name, "become healthy");
            await notifications.WaitUnlessUnavailableAsync(
                wait.Resource.Name, Behavior(wait), static snapshot => snapshot.HealthStatus == HealthStatus.Healthy, "healthy", cancellationToken);
        }

        NotificationLog.WaitingFor(logger, wait.Resource.Name, "be ready");
        await notifications.WaitUntilReadyAsync(wait.Resource.Name, Behavior(wait), cancellationToken);
    }

    private async Task UntilCompletedAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var end = await notifications.WaitAsync(
            wait.Resource.Name,
            static change => Availability.HasEnded(change.Snapshot) || change.Snapshot.ExitCode is not null,
            "completed",
            cancellationToken);
        if (end.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
        {
            throw new DistributedApplicationException($"{Availability.Describe(end)}.");
        }

        if (end.Snapshot.ExitCode is { } exitCode && exitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException($"{Availability.Describe(end)}, but {wait.ExitCode} was expected.");
        }
    }

    private WaitBehavior Behavior(WaitAnnotation wait) => wait.WaitBehavior ?? notifications.DefaultWaitBehavior;

    private Task PublishAsync(List<WaitAnnotation> pending, Func<string?, bool> mayWait)
    {
        var names = pending.Select(wait => wait.Resource.GetInstanceName()).Distinct().ToArray();
        return notifications.PublishUpdateAsync(resource, snapshot =>
            !mayWait(snapshot.State?.Text) ? snapshot :
            names.Length == 0 ? snapshot.WithoutProperty(KnownProperties.WaitingFor) :
            (snapshot with { State = KnownResourceStates.Waiting }).WithProperty(KnownProperties.WaitingFor, names));
    }

    private static bool CanStartWaiting(string? state) =>
        state is null || state == KnownResourceStates.NotStarted || state == KnownResourceStates.Starting || IsWaiting(state);

    // Whoever starts the resource by hand meanwhile moves it on; it must not fall back when a dependency is done.
    private static bool IsWaiting(string? state) => state == KnownResourceStates.Waiting;
}
