namespace Aspire.Hosting.ApplicationModel;

/// <summary>From a resource to its running instance.</summary>
internal static class ResourceInstanceExtensions
{
    /// <summary>The name of the running instance; the name of the resource when it has none of its own.</summary>
    public static string GetInstanceName(this IResource resource) =>
        resource.Annotations.OfType<ResourceInstanceAnnotation>().LastOrDefault()?.Name ?? resource.Name;
}
