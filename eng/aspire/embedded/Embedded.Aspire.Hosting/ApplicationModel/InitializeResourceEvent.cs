using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource comes to life. Resources of one's own kind do here all that makes them run.</summary>
/// <param name="resource">The resource.</param>
/// <param name="distributedApplicationEventing">Where to raise its further events.</param>
/// <param name="resourceLoggerService">Where its log goes.</param>
/// <param name="resourceNotificationService">Where its state goes.</param>
/// <param name="services">The services of the AppHost.</param>
public class InitializeResourceEvent(
    IResource resource,
    IDistributedApplicationEventing distributedApplicationEventing,
    ResourceLoggerService resourceLoggerService,
    ResourceNotificationService resourceNotificationService,
    IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Where to raise further events of the resource.</summary>
    public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

    /// <summary>The log of the resource.</summary>
    public ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

    /// <summary>Where the state of the resource goes.</summary>
    public ResourceNotificationService Notifications { get; } = resourceNotificationService;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}
