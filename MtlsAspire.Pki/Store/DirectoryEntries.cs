using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MtlsAspire.Pki.Store;

/// <summary>
/// Makes renames durable. A rename changes the directory, not the file, so a power failure may undo it, or keep a later one and
/// lose an earlier (a CA's certificate without its key), unless the directory itself is flushed. .NET opens no directories.
/// </summary>
internal static partial class DirectoryEntries
{
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Waits until all entries of a directory have reached the disk. Windows journals them by itself.</summary>
    /// <param name="directory">The directory's path.</param>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(Open(directory, ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>Whether <see cref="FlushFileSystem"/> does something; elsewhere each file is flushed by itself.</summary>
    public static bool CanFlushFileSystem => OperatingSystem.IsLinux();

    /// <summary>Waits until everything that was written to the file system of a directory has reached the disk: one wait for many files.</summary>
    /// <param name="directory">The directory's path.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void FlushFileSystem(string directory)
    {
        if (!CanFlushFileSystem)
        {
            return;
        }

        using var handle = new SafeFileHandle(Open(directory, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || SyncFileSystem(handle) != 0)
        {
            throw new IOException($"{directory} could not be flushed to disk (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileSystem(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
