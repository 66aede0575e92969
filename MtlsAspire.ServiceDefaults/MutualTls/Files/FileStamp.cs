using System.Diagnostics.CodeAnalysis;

namespace MtlsAspire.ServiceDefaults.MutualTls.Files;

/// <summary>What tells, without reading it, whether a file has changed; taken of the file itself, not of a link to it.</summary>
/// <param name="Length">Its length in bytes; -1 where there is no file.</param>
/// <param name="Written">When it was last written.</param>
[SuppressMessage("Performance", "CA1815:Override equals", Justification = "A record struct has them.")]
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    private static readonly FileStamp None = new(-1, default);

    // Two writes may fall into one tick of the file system's clock: a stamp so young does not prove that nothing has come since.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>Takes the stamp of a file. A file that cannot be opened has the stamp of none.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            // Opening follows every link on the way, also those of directories: so Kubernetes exchanges secrets.
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new FileStamp(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>Whether the file was written so long ago that another write since then would show.</summary>
    public bool IsSettled(DateTime now) => now - Written > Settled;
}
