namespace MtlsAspire.TestSupport;

/// <summary>Finds command-line tools: on the <c>PATH</c>, and where Debian keeps those of PostgreSQL, which it does not put there.</summary>
public static class Tools
{
    private const string Postgres = "/usr/lib/postgresql";

    /// <summary>The absolute path of a tool, or null when there is none.</summary>
    /// <param name="tool">The tool's name without extension, for example <c>openssl</c>.</param>
    public static string? Find(string tool)
    {
        string[] extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(PostgresDirectories())
            .SelectMany(directory => extensions.Select(extension => Path.Combine(directory, tool + extension)))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>Why a test that needs these tools cannot run here, or null when all are there.</summary>
    /// <param name="tools">The tools' names.</param>
    internal static string? WhyUnavailable(IEnumerable<string> tools)
    {
        var missing = tools.Where(tool => Find(tool) is null).ToArray();
        var hint = missing.Contains("initdb", StringComparer.Ordinal) ? $", or in {Postgres} (Debian: apt-get install postgresql)" : "";
        return missing.Length == 0 ? null : $"needs {string.Join(" and ", missing)} on the PATH{hint}";
    }

    // One for each major version; the newest first.
    private static IEnumerable<string> PostgresDirectories() =>
        Directory.Exists(Postgres) ? Directory.EnumerateDirectories(Postgres).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [];

    private static bool IsExecutable(string path)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
    }
}
