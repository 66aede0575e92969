namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a resource stands to another, as shown in the dashboard.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type">"Parent", "Reference", "WaitFor" or a word of one's own.</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>"Parent", "Reference", "WaitFor" or a word of one's own.</summary>
    public string Type { get; } = type;
}
