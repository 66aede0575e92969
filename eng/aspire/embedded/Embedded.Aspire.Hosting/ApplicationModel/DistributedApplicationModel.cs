namespace Aspire.Hosting.ApplicationModel;

/// <summary>All resources of a built application.</summary>
public class DistributedApplicationModel
{
    /// <summary>Creates the model over a collection.</summary>
    public DistributedApplicationModel(IResourceCollection resources)
    {
        Resources = resources;
    }

    /// <summary>Creates the model of some resources.</summary>
    public DistributedApplicationModel(IEnumerable<IResource> resources)
        : this(new ResourceCollection(resources))
    {
    }

    /// <summary>The resources.</summary>
    public IResourceCollection Resources { get; }
}
