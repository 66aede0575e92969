using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>Reads Properties/launchSettings.json of a project.</summary>
internal static class LaunchSettingsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <returns>The settings, or null where the project has none.</returns>
    /// <exception cref="DistributedApplicationException">The file is not valid.</exception>
    public static LaunchSettings? Read(string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Options);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"'{path}' is not a valid launch settings file: {e.Message}", e);
        }
    }
}
