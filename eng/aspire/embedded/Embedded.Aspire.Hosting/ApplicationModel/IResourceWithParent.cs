namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that lives within another and follows its life.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>The resource within which this one lives.</summary>
    IResource Parent { get; }
}
