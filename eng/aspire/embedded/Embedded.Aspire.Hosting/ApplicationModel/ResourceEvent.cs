namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something about a resource has changed.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">The name of its running instance, unique in the application, such as <c>web-abcdefgh</c>.</param>
/// <param name="snapshot">The resource as it is now.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The name of its running instance, unique in the application, such as <c>web-abcdefgh</c>.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>The resource as it is now.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
