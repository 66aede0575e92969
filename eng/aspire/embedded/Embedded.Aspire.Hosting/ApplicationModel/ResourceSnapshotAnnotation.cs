namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is shown of a resource before anything has been published about it.</summary>
/// <param name="initialSnapshot">The first snapshot.</param>
public class ResourceSnapshotAnnotation(CustomResourceSnapshot initialSnapshot) : IResourceAnnotation
{
    /// <summary>The first snapshot.</summary>
    public CustomResourceSnapshot InitialSnapshot { get; } =
        initialSnapshot ?? throw new ArgumentNullException(nameof(initialSnapshot));
}
