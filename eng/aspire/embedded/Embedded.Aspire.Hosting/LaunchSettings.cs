using System.Text.Json.Serialization;

namespace Aspire.Hosting;

/// <summary>The content of Properties/launchSettings.json.</summary>
public sealed class LaunchSettings
{
    /// <summary>The profiles by name, in the order of the file.</summary>
    [JsonPropertyName("profiles")]
    public Dictionary<string, LaunchProfile> Profiles { get; set; } = [];
}
