using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Publishes what is to be seen of the resources, and lets others follow it or wait for it.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly ConcurrentDictionary<string, PublishedResource> _resources = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly ResourceLoggerService _loggers;
    private ImmutableHashSet<ChannelWriter<ResourceEvent>> _followers = [];

    /// <summary>Creates the service.</summary>
    /// <param name="logger">Told of changes of state.</param>
    /// <param name="hostApplicationLifetime">Not used: waits end when the service is disposed.</param>
    /// <param name="serviceProvider">The services of the application.</param>
    /// <param name="resourceLoggerService">Where resources are told what they wait for.</param>
    public ResourceNotificationService(
        ILogger<ResourceNotificationService> logger,
        IHostApplicationLifetime hostApplicationLifetime,
        IServiceProvider serviceProvider,
        ResourceLoggerService resourceLoggerService)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(serviceProvider);
        ArgumentNullException.ThrowIfNull(resourceLoggerService);
        _logger = logger;
        _services = serviceProvider;
        _loggers = resourceLoggerService;
        DefaultWaitBehavior = serviceProvider.GetService<IOptions<ResourceNotificationServiceOptions>>()?.Value.DefaultWaitBehavior
            ?? WaitBehavior.StopOnResourceUnavailable;
    }

    internal WaitBehavior DefaultWaitBehavior { get; }

    /// <summary>Publishes a change of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot from the present one. Changes of one resource come one after the other.</param>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.GetInstanceName(), stateFactory);

    /// <summary>Publishes a change of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The name of its instance.</param>
    /// <param name="stateFactory">Makes the new snapshot from the present one. Changes of one resource come one after the other.</param>
    /// <exception cref="InvalidOperationException">The id belongs to another resource.</exception>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(resourceId);
        ArgumentNullException.ThrowIfNull(stateFactory);

        var published = _resources.GetOrAdd(
            resourceId,
            static (id, args) => new PublishedResource(args.resource, id, args._services),
            (resource, _services));
        if (published.Resource != resource)
        {
            throw new InvalidOperationException(
                $"The id '{resourceId}' belongs to the resource '{published.Resource.Name}' and cannot be used for '{resource.Name}'.");
        }

        published.Update(stateFactory, Publish);
        return Task.CompletedTask;
    }

    /// <summary>Follows all resources: first each one as it is now, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var subscription = Subscribe();
        foreach (var current in subscription.Current)
        {
            yield return current;
        }

        await foreach (var changes in subscription.ReadAsync(cancellationToken))
        {
            foreach (var change in changes)
            {
                yield return change;
            }
        }
    }

    /// <summary>Gives a resource as it is now.</summary>
    /// <param name="resourceId">The name of the instance, or of the resource if no other instance has the same.</param>
    /// <param name="resourceEvent">The resource as it is now.</param>
    /// <returns>False when nothing has been published about such a resource.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        resourceEvent = _resources.TryGetValue(resourceId, out var exact) ? exact.Last : null;
        if (resourceEvent is null)
        {
            var named = _resources.Values.Where(published => IsNamed(published.Resource, resourceId)).Take(2).ToList();
            resourceEvent = named is [var single] ? single.Last : null;
        }

        return resourceEvent is not null;
    }

    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetState">The state, by default <see cref="KnownResourceStates.Running"/>.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [string.IsNullOrEmpty(targetState) ? KnownResourceStates.Running : targetState], cancellationToken);

    /// <summary>Waits until a resource is in one of several states.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The state it was in.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToList();
        var reached = await WaitAsync(
            resourceName,
            change => states.Contains(change.Snapshot.State?.Text, StringComparer.OrdinalIgnoreCase),
            $"in one of the states {string.Join(", ", states)}",
            cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until something is true of a resource.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="predicate">Asked about the resource as it is now, and about every change.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The resource when it was true.</returns>
    public Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default) =>
        WaitAsync(resourceName, predicate, "as expected", cancellationToken);

    /// <summary>Waits until a resource is running, healthy and ready, with the default behavior when it fails.</summary>
    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, WaitBehavior, CancellationToken)"/>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource is running, healthy and ready.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="waitBehavior">What to do when it ends or fails to start.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The resource when it was so.</returns>
    /// <exception cref="DistributedApplicationException">It ended or failed to start, and the behavior is to stop then, or there is no such resource.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        if (waitBehavior == WaitBehavior.StopOnResourceUnavailable &&
            _services.GetService<DistributedApplicationModel>() is { } model &&
            !model.Resources.Any(resource => IsNamed(resource, resourceName)))
        {
            throw new DistributedApplicationException($"There is no resource '{resourceName}' in the application to wait for.");
        }

        await WaitUnlessUnavailableAsync(resourceName, waitBehavior, static snapshot => snapshot.HealthStatus == HealthStatus.Healthy, "healthy", cancellationToken);
        return await WaitUntilReadyAsync(resourceName, waitBehavior, cancellationToken);
    }

    /// <summary>
    /// Waits for everything the wait annotations of a resource tell of. Meanwhile the resource is in the state
    /// <see cref="KnownResourceStates.Waiting"/>; its console log tells what is waited for.
    /// </summary>
    /// <param name="resource">The resource which waits.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="DistributedApplicationException">
    /// A dependency failed; the resource is now in the state <see cref="KnownResourceStates.FailedToStart"/>.
    /// </exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new DependencyWait(this, _loggers.GetLogger(resource), resource).RunAsync(cancellationToken);
    }

    /// <summary>Ends all waits.</summary>
    public void Dispose()
    {
        // Not disposed: a wait may be about to use its token.
        _disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Follows all resources, with a clear border between how they are now and what changes later.</summary>
    internal ResourceSubscription Subscribe()
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        ImmutableInterlocked.Update(ref _followers, static (followers, added) => followers.Add(added), channel.Writer);
        return new ResourceSubscription(
            [.. _resources.Values.Select(resource => resource.Last).OfType<ResourceEvent>()],
            channel.Reader,
            () => ImmutableInterlocked.Update(ref _followers, static (followers, removed) => followers.Remove(removed), channel.Writer));
    }

    /// <summary>Waits until the handlers of "resource ready" have ended, and throws what they threw.</summary>
    internal async Task<ResourceEvent> WaitUntilReadyAsync(string resourceName, WaitBehavior behavior, CancellationToken cancellationToken)
    {
        var ready = await WaitUnlessUnavailableAsync(resourceName, behavior, static snapshot => snapshot.ResourceReady is not null, "ready", cancellationToken);
        await ready.Snapshot.ResourceReady!.WaitAsync(cancellationToken);
        return ready;
    }

    /// <summary>Waits for something that will not come true by itself once the resource has ended or failed.</summary>
    internal async Task<ResourceEvent> WaitUnlessUnavailableAsync(
        string resourceName,
        WaitBehavior behavior,
        Func<CustomResourceSnapshot, bool> reached,
        string goal,
        CancellationToken cancellationToken)
    {
        var change = await WaitAsync(
            resourceName,
            change => reached(change.Snapshot) || (behavior == WaitBehavior.StopOnResourceUnavailable && Availability.IsLost(change.Snapshot)),
            goal,
            cancellationToken);
        return reached(change.Snapshot)
            ? change
            : throw new DistributedApplicationException($"{Availability.Describe(change)} and is not {goal}.");
    }

    /// <summary>Waits until something is true of a resource.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="predicate">Asked about the resource as it is now, and about every change.</param>
    /// <param name="goal">What is waited for, to end the sentence "The resource is not (yet) ...".</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<ResourceEvent> WaitAsync(string resourceName, Func<ResourceEvent, bool> predicate, string goal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, cancellationToken);
        try
        {
            return await WatchAsync(ending.Token).FirstAsync(change => IsNamed(change.Resource, resourceName) && predicate(change), ending.Token);
        }
        catch (OperationCanceledException exception)
        {
            TryGetCurrentState(resourceName, out var current);
            throw new OperationCanceledException(
                $"The wait for resource '{resourceName}' to be {goal} was cancelled. {Availability.DescribeFully(resourceName, current)}",
                exception,
                cancellationToken.IsCancellationRequested ? cancellationToken : exception.CancellationToken);
        }
    }

    private static bool IsNamed(IResource resource, string name) => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase);

    private void Publish(ResourceEvent change, CustomResourceSnapshot? previous)
    {
        foreach (var follower in _followers)
        {
            follower.TryWrite(change);
        }

        if (change.Snapshot.State?.Text is { Length: > 0 } state && state != previous?.State?.Text)
        {
            NotificationLog.StateChanged(_logger, change.ResourceId, previous?.State?.Text ?? "-", state);
        }
    }
}
