namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that lives within another of a known kind.</summary>
/// <typeparam name="T">The kind of the parent.</typeparam>
#pragma warning disable MA0048 // the file is named for the generic twin
public interface IResourceWithParent<out T> : IResourceWithParent
#pragma warning restore MA0048
    where T : IResource
{
    /// <summary>The resource within which this one lives.</summary>
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}
