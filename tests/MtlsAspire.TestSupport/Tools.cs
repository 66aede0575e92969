namespace MtlsAspire.TestSupport;

/// <summary>Finds command-line tools on the <c>PATH</c>.</summary>
public static class Tools
{
    /// <summary>The absolute path of a tool, or null when no directory of the <c>PATH</c> has it.</summary>
    /// <param name="tool">The tool's name without extension, for example <c>openssl</c>.</param>
    public static string? Find(string tool)
    {
        string[] extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => extensions.Select(extension => Path.Combine(directory, tool + extension)))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>Why a test that needs these tools cannot run here, or null when all are there.</summary>
    /// <param name="tools">The tools' names.</param>
    internal static string? WhyUnavailable(IEnumerable<string> tools)
    {
        var missing = tools.Where(tool => Find(tool) is null).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(" and ", missing)} on the PATH";
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
    }
}
