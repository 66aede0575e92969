namespace Aspire.Hosting.ApplicationModel;

/// <summary>The annotated resource starts only after another one has come so far.</summary>
/// <param name="resource">The resource to wait for.</param>
/// <param name="waitType">What to wait for.</param>
/// <param name="exitCode">The expected exit code, used with <see cref="WaitType.WaitForCompletion"/>.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource to wait for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What to wait for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The expected exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do when the other resource fails; null for <see cref="ResourceNotificationServiceOptions.DefaultWaitBehavior"/>.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}
