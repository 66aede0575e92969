using System.Xml.Linq;

namespace Embedded.Aspire.Tests.Dcp;

/// <summary>The Aspire runtime that the build of the AppHost has installed, or that ASPIRE_DCP_PATH names.</summary>
internal static class InstalledRuntime
{
    public const string Missing = "The Aspire runtime is not installed: build MtlsAspire.AppHost in embedded mode, or set ASPIRE_DCP_PATH.";

    /// <summary>The program <c>dcp</c>, or null if it is not there.</summary>
    public static string? DcpPath { get; } = Find();

    private static string? Find()
    {
        var directory = Environment.GetEnvironmentVariable("ASPIRE_DCP_PATH") is { Length: > 0 } configured ? configured : InstalledDirectory();
        var file = directory is null ? null : Path.Combine(directory, OperatingSystem.IsWindows() ? "dcp.exe" : "dcp");
        return File.Exists(file) ? file : null;
    }

    private static string? InstalledDirectory()
    {
        for (var root = new DirectoryInfo(AppContext.BaseDirectory); root is not null; root = root.Parent)
        {
            if (File.Exists(Path.Combine(root.FullName, "MtlsAspire.sln")))
            {
                var properties = XDocument.Load(Path.Combine(root.FullName, "eng", "aspire", "Aspire.props"));
                var version = properties.Descendants("AspireVersion").First().Value;
                return Path.Combine(root.FullName, "artifacts", "aspire-runtime", version, "bundle", "dcp");
            }
        }

        return null;
    }
}
