namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>The files of the repository that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>What a project of the solution was built to, in the configuration of the tests.</summary>
    public static string Assembly(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"{project}.dll");

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The tests do not run within the repository.")
        : File.Exists(Path.Combine(directory.FullName, "MtlsAspire.sln")) ? directory.FullName
        : Find(directory.Parent);
}
