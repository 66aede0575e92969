using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>How an application under test differs from one that a person runs.</summary>
internal static class TestDefaults
{
    public static void Apply(
        Assembly appHost,
        string[] args,
        DistributedApplicationOptions options,
        HostApplicationBuilderSettings settings,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        settings.Args = [.. settings.Args ?? [], .. args];
        options.Args = settings.Args;
        settings.ApplicationName = options.AssemblyName = appHost.GetName().Name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        settings.Configuration ??= new ConfigurationManager();
        AddMissing(settings, new Dictionary<string, string?>
        {
            ["DcpPublisher:RandomizePorts"] = "true",
            ["ASPNETCORE_URLS"] = "http://localhost:8080",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        });

        configureBuilder(options, settings);

        var directory = options.ProjectDirectory ?? appHost.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => string.Equals(a.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase))?.Value;
        if (directory is not null && Directory.Exists(directory))
        {
            settings.ContentRootPath ??= directory;
            AddMissing(settings, LaunchProfileVariables(directory, settings.Configuration["DOTNET_LAUNCH_PROFILE"]));
        }
    }

    /// <summary>The variables of the AppHost's launch profile, the first one by default; as configuration, since this process has its own.</summary>
    private static Dictionary<string, string?> LaunchProfileVariables(string directory, string? profileName)
    {
        var profiles = LaunchSettingsFile.Read(directory)?.Profiles;
        if (profiles is null or { Count: 0 })
        {
            return [];
        }

        profileName ??= profiles.Keys.First();
        if (!profiles.TryGetValue(profileName, out var profile))
        {
            throw new InvalidOperationException($"The configured launch profile, '{profileName}', was not found in the launch settings file.");
        }

        var variables = new Dictionary<string, string?> { ["DOTNET_LAUNCH_PROFILE"] = profileName };
        foreach (var (key, value) in profile.EnvironmentVariables)
        {
            variables[key] = value;
            foreach (var prefix in new[] { "DOTNET_", "ASPNETCORE_" })
            {
                if (key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    variables[key[prefix.Length..]] = value;
                }
            }
        }

        return variables;
    }

    private static void AddMissing(HostApplicationBuilderSettings settings, Dictionary<string, string?> defaults)
    {
        var existing = new ConfigurationBuilder().AddConfiguration(settings.Configuration!).AddCommandLine(settings.Args ?? []).Build();
        settings.Configuration!.AddInMemoryCollection(defaults.Where(d => existing[d.Key] is null).ToDictionary());
    }
}
