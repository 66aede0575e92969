using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <inheritdoc />
public class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, List<DistributedApplicationEventSubscription>> _subscriptions = [];

    /// <inheritdoc />
    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent =>
        Add<T>(new DistributedApplicationEventSubscription((e, cancellationToken) => callback((T)e, cancellationToken)));

    /// <inheritdoc />
    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent =>
        Add<T>(new DistributedApplicationResourceEventSubscription(resource, (e, cancellationToken) => callback((T)e, cancellationToken)));

    /// <inheritdoc />
    public void Unsubscribe(DistributedApplicationEventSubscription subscription)
    {
        lock (_lock)
        {
            foreach (var list in _subscriptions.Values)
            {
                list.Remove(subscription);
            }
        }
    }

    /// <inheritdoc />
    public Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent =>
        PublishAsync(@event, EventDispatchBehavior.BlockingSequential, cancellationToken);

    /// <inheritdoc />
    public Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        var concerned = ConcernedBy(@event);
        return dispatchBehavior switch
        {
            EventDispatchBehavior.BlockingSequential => Sequentially(concerned, @event, cancellationToken),
            EventDispatchBehavior.BlockingConcurrent => Concurrently(concerned, @event, cancellationToken),
            EventDispatchBehavior.NonBlockingSequential => InBackground(() => Sequentially(concerned, @event, cancellationToken)),
            EventDispatchBehavior.NonBlockingConcurrent => InBackground(() => Concurrently(concerned, @event, cancellationToken)),
            _ => throw new ArgumentOutOfRangeException(nameof(dispatchBehavior), dispatchBehavior, message: null),
        };
    }

    private DistributedApplicationEventSubscription Add<T>(DistributedApplicationEventSubscription subscription)
    {
        if (typeof(T).IsInterface || typeof(T).IsAbstract)
        {
            throw new ArgumentException($"Cannot subscribe to '{typeof(T).Name}', which is no concrete event type: events are found by their exact type.", nameof(subscription));
        }

        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(typeof(T), out var list))
            {
                _subscriptions[typeof(T)] = list = [];
            }

            list.Add(subscription);
        }

        return subscription;
    }

    private List<DistributedApplicationEventSubscription> ConcernedBy<T>(T @event)
    {
        lock (_lock)
        {
            return _subscriptions.TryGetValue(typeof(T), out var list)
                ? [.. list.Where(s => s is not DistributedApplicationResourceEventSubscription { Resource: { } resource }
                                      || (@event is IDistributedApplicationResourceEvent e && ReferenceEquals(e.Resource, resource)))]
                : [];
        }
    }

    private static async Task Sequentially(List<DistributedApplicationEventSubscription> subscriptions, IDistributedApplicationEvent @event, CancellationToken cancellationToken)
    {
        foreach (var subscription in subscriptions)
        {
            await subscription.Callback(@event, cancellationToken);
        }
    }

    private static Task Concurrently(List<DistributedApplicationEventSubscription> subscriptions, IDistributedApplicationEvent @event, CancellationToken cancellationToken) =>
        Task.WhenAll(subscriptions.Select(s => s.Callback(@event, cancellationToken)));

    private static Task InBackground(Func<Task> publish)
    {
        _ = Task.Run(publish);
        return Task.CompletedTask;
    }
}
