namespace MtlsAspire.Pki.Store;

/// <summary>Writes files so that a reader, a crash or a power failure never meets half of one.</summary>
internal static class AtomicFile
{
    /// <summary>A certificate, a request, a revocation list: everybody may read it.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A key: its owner alone may read it, from the first byte on.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The name under which a file is written before it takes its own; one writer at a time (see <see cref="DirectoryLock"/>).</summary>
    /// <param name="path">The file's path.</param>
    public static string TemporaryPathOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

    /// <summary>Creates the file, or replaces it as a whole. When this returns, the file has reached the disk.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="content">All of the content.</param>
    /// <param name="mode">The permissions; on Windows those of the directory are inherited instead.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var temporary = TemporaryPathOf(path);
        try
        {
            // Delete and CreateNew: a leftover, or something planted there, must not lend the key its permissions.
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, Options(mode)))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        DirectoryEntries.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Creates or replaces many files of one directory: each as a whole, in their order, and all on disk when this returns.</summary>
    /// <param name="directory">The directory's path.</param>
    /// <param name="files">Paths, contents and permissions.</param>
    public static void WriteAll(string directory, IReadOnlyList<(string Path, byte[] Content, UnixFileMode Mode)> files)
    {
        foreach (var (path, content, mode) in files)
        {
            var temporary = TemporaryPathOf(path);
            File.Delete(temporary);
            using var stream = new FileStream(temporary, Options(mode));
            stream.Write(content);
            if (!DirectoryEntries.CanFlushFileSystem)
            {
                stream.Flush(flushToDisk: true);
            }
        }

        DirectoryEntries.FlushFileSystem(directory); // contents before names
        foreach (var (path, _, _) in files)
        {
            File.Move(TemporaryPathOf(path), path, overwrite: true);
        }

        DirectoryEntries.Flush(directory);
    }

    private static FileStreamOptions Options(UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return options;
    }
}
