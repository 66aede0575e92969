namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a project, an executable, a parameter, or something of the user's own.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application without regard to case.</summary>
    string Name { get; }

    /// <summary>All that has been said of this resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
