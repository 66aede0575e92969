using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <summary>A subscription to one kind of event of one resource.</summary>
/// <param name="resource">The resource, or null for any.</param>
/// <param name="callback">What is called.</param>
public class DistributedApplicationResourceEventSubscription(IResource? resource, Func<IDistributedApplicationResourceEvent, CancellationToken, Task> callback)
    : DistributedApplicationEventSubscription((e, cancellationToken) => callback((IDistributedApplicationResourceEvent)e, cancellationToken))
{
    /// <summary>The resource, or null for any.</summary>
    public IResource? Resource { get; } = resource;
}
