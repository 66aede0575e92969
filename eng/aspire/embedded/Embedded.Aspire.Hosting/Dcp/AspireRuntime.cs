using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Finds the two programs of the Aspire runtime. The standard Aspire settings <c>ASPIRE_DCP_PATH</c> (a directory) and
/// <c>ASPIRE_DASHBOARD_PATH</c> (a file) come first, then what the build has installed.
/// </summary>
internal static class AspireRuntime
{
    public const string DcpPathKey = "ASPIRE_DCP_PATH";
    public const string DashboardPathKey = "ASPIRE_DASHBOARD_PATH";

    private const string DcpFile = "dcp";

    /// <summary>The path of the program <c>dcp</c>.</summary>
    /// <param name="configuration">The AppHost's configuration, environment variables included.</param>
    /// <param name="installedDirectory">The directory that the build has installed <c>dcp</c> in, if it has.</param>
    /// <exception cref="DistributedApplicationException">It is not there; the message names the way out.</exception>
    public static string FindDcp(IConfiguration configuration, string? installedDirectory)
    {
        var configured = configuration[DcpPathKey];
        var directory = string.IsNullOrWhiteSpace(configured) ? installedDirectory : configured;
        var file = directory is null ? null : Path.GetFullPath(Path.Combine(directory, WithExtension(DcpFile)));
        return Existing(file, isConfigured: directory == configured, "Developer Control Plane (dcp)", DcpPathKey,
            "the directory of dcp");
    }

    /// <summary>The path of the dashboard's program, <c>aspire-managed</c>.</summary>
    /// <param name="configuration">The AppHost's configuration, environment variables included.</param>
    /// <param name="installedPath">The file that the build has installed, if it has.</param>
    /// <exception cref="DistributedApplicationException">It is not there; the message names the way out.</exception>
    public static string FindDashboard(IConfiguration configuration, string? installedPath)
    {
        var configured = configuration[DashboardPathKey];
        var file = string.IsNullOrWhiteSpace(configured) ? installedPath : configured;
        return Existing(file is null ? null : Path.GetFullPath(file), isConfigured: file == configured, "dashboard (aspire-managed)",
            DashboardPathKey, "the file aspire-managed");
    }

    private static string Existing(string? file, bool isConfigured, string what, string key, string meaning)
    {
        if (File.Exists(file))
        {
            return file;
        }

        var problem = file is null ? "is not installed" : isConfigured ? $"is not at '{file}', where {key} says" : $"is not at '{file}'";
        throw new DistributedApplicationException(
            $"The Aspire {what} {problem}. Build the AppHost again to install it, or set {key} to {meaning}.");
    }

    private static string WithExtension(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;
}
