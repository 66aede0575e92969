namespace Aspire.Hosting.ApplicationModel;

/// <summary>The launch profile that a project is started with.</summary>
/// <param name="launchProfileName">Its name in Properties/launchSettings.json.</param>
public sealed class LaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
{
    /// <summary>The name of the profile in Properties/launchSettings.json.</summary>
    public string LaunchProfileName { get; } = launchProfileName;
}
