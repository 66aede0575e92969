namespace MtlsAspire.Pki.Store;

/// <summary>
/// Lets one process at a time change a certificate directory. The operating system frees the lock when its holder ends, however it
/// ends; the file <c>.lock</c> stays, because deleting it would let two processes lock two different files of that name.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = ".lock";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting while another holds it.</summary>
    /// <param name="directory">The directory's path.</param>
    /// <param name="waiting">Called once, when it has to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DirectoryLock> AcquireAsync(string directory, Action waiting, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        if (TryOpen(path) is { } free)
        {
            return new DirectoryLock(free);
        }

        waiting();
        while (true)
        {
            // The operating system can wait for a lock only in a way that cannot be cancelled, hence the polling.
            await Task.Delay(PollInterval, cancellationToken);
            if (TryOpen(path) is { } freed)
            {
                return new DirectoryLock(freed);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = AtomicFile.Private;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux, of macOS and BSD; ERROR_SHARING_VIOLATION of Windows
    private static bool IsHeldByAnother(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
