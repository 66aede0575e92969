using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What the build knows of a project; implemented by the generated classes in namespace Projects.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>The launch settings, or null to read them from Properties/launchSettings.json.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>Whether the project is known to be built and is started without building it again.</summary>
    bool SuppressBuild => false;
}
