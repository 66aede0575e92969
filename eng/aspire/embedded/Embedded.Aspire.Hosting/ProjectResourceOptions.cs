namespace Aspire.Hosting;

/// <summary>How a project is added to the application.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile to start with; null lets the AppHost's own profile, or the first one, decide.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether the project is started without any launch profile.</summary>
    public bool ExcludeLaunchProfile { get; set; }
}
