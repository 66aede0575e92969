using System.Reflection;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the AppHost's build has recorded in its assembly.</summary>
internal sealed record RuntimePaths(string ApplicationName, string DashboardApplicationName, string ProjectDirectory, string? DcpDirectory, string? DashboardPath)
{
    private const string AppHostSuffix = ".AppHost";

    public static RuntimePaths Of(Assembly? appHost, DistributedApplicationOptions options)
    {
        var metadata = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(a => a.Key, a => a.Value, StringComparer.OrdinalIgnoreCase);
        string? Find(string key) => metadata?[key].FirstOrDefault(value => !string.IsNullOrEmpty(value));

        var name = options.AssemblyName ?? appHost?.GetName().Name ?? "AppHost";
        return new RuntimePaths(
            name,
            options.DashboardApplicationName ?? (name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length] : name),
            Path.GetFullPath(options.ProjectDirectory ?? Find("apphostprojectpath") ?? Directory.GetCurrentDirectory()),
            Find("dcpdirectory"),
            Find("aspiredashboardpath"));
    }
}
