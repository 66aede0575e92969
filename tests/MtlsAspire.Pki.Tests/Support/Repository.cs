namespace MtlsAspire.Pki.Tests.Support;

/// <summary>Finds files of the repository.</summary>
internal static class Repository
{
    /// <summary>The path of a file.</summary>
    public static string PathOf(params string[] parts)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "MtlsAspire.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine([directory!.FullName, .. parts]);
    }
}
