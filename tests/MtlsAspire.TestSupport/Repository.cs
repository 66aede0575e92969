namespace MtlsAspire.TestSupport;

/// <summary>The files of the repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The repository's directory.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The path of a file in it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>What a project of the solution was built to, in the configuration of the tests.</summary>
    public static string Assembly(string project) =>
        PathOf("artifacts", "bin", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"{project}.dll");

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The tests do not run within the repository.")
        : File.Exists(Path.Combine(directory.FullName, "MtlsAspire.sln")) ? directory.FullName
        : Find(directory.Parent);
}
