using System.Text;

namespace MtlsAspire.Pki.Store;

/// <summary>The flat directory that holds a PKI's certificates, keys and revocation lists.</summary>
public sealed class CertificateDirectory
{
    internal const long LargestFile = 1 << 20;
    private const UnixFileMode GroupOrOthers = (UnixFileMode)0b000_111_111;
    private const UnixFileMode WriteByGroupOrOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private CertificateDirectory(string path) => Path = path;

    /// <summary>The path as the user gave it, for messages and for opening files.</summary>
    public string Path { get; }

    /// <summary>Opens the directory, and creates it with mode 0700 where it is not there.</summary>
    /// <param name="path">The directory's path.</param>
    /// <exception cref="PkiException">The path is a file, or others may write into the directory.</exception>
    public static CertificateDirectory Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
        {
            throw new PkiException($"{path} is a file, not a directory: give a directory for the certificates.");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
            RequireThatOthersCannotWrite(path);
        }

        return new CertificateDirectory(path);
    }

    /// <summary>The path of a file in the directory.</summary>
    /// <param name="file">The file's name.</param>
    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Refuses what no bootstrap should read or replace, before anything is changed.</summary>
    /// <param name="files">The names of the PKI's files; those that are not there are in order.</param>
    /// <exception cref="PkiException">A file is a directory, larger than 1 MiB, or a private key that others may read.</exception>
    internal void RequireSound(IEnumerable<string> files)
    {
        foreach (var path in files.Select(PathOf))
        {
            if (Directory.Exists(path))
            {
                throw new PkiException($"{path} is a directory where a file of the PKI belongs: move it away.");
            }

            if (File.Exists(path))
            {
                RequireOfReasonableSize(path);
                RequireThatOthersCannotRead(path);
            }
        }
    }

    /// <summary>All of a text file, or null where there is no such file.</summary>
    internal string? ReadText(string file) => ReadBytes(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>All of a file, or null where there is no such file.</summary>
    internal byte[]? ReadBytes(string file) => File.Exists(PathOf(file)) ? File.ReadAllBytes(PathOf(file)) : null;

    /// <summary>Creates or replaces a file: a private one where it holds a key (see <see cref="CertificateFiles"/>), else a public one.</summary>
    internal void Write(string file, ReadOnlySpan<byte> content) =>
        AtomicFile.Write(PathOf(file), content, CertificateFiles.IsPrivate(file) ? AtomicFile.Private : AtomicFile.Public);

    /// <summary>Creates or replaces many files, in their order, with two waits for the disk in all.</summary>
    internal void Write(IReadOnlyList<(string File, byte[] Content)> files) => AtomicFile.WriteAll(
        Path,
        [.. files.Select(file => (PathOf(file.File), file.Content, CertificateFiles.IsPrivate(file.File) ? AtomicFile.Private : AtomicFile.Public))]);

    /// <summary>Creates or replaces a file that everybody may read.</summary>
    internal void WritePublic(string file, string content) =>
        AtomicFile.Write(PathOf(file), Encoding.UTF8.GetBytes(content), AtomicFile.Public);

    /// <summary>Creates or replaces a file that only its owner may read.</summary>
    internal void WritePrivate(string file, ReadOnlySpan<byte> content) =>
        AtomicFile.Write(PathOf(file), content, AtomicFile.Private);

    /// <summary>Deletes a file, if it is there.</summary>
    internal void Delete(string file)
    {
        if (File.Exists(PathOf(file)))
        {
            File.Delete(PathOf(file));
            DirectoryEntries.Flush(Path);
        }
    }

    /// <summary>Deletes what an interrupted write of one of the files left.</summary>
    internal void DeleteLeftovers(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            File.Delete(AtomicFile.TemporaryPathOf(PathOf(file)));
        }
    }

    private static void RequireThatOthersCannotWrite(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & GroupOrOthers) != UnixFileMode.None && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            File.SetUnixFileMode(path, OwnerOnly); // an empty directory was made for us
        }
        else if ((mode & WriteByGroupOrOthers) != UnixFileMode.None)
        {
            throw new PkiException(
                $"Others may write into {path} (mode {Octal(mode)}), and so could exchange its keys: run `chmod go-w {path}`, or choose another directory.");
        }
    }

    private static void RequireOfReasonableSize(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new PkiException($"{path} is larger than 1 MiB, which no file of a PKI is: move it away.");
        }
    }

    private static void RequireThatOthersCannotRead(string path)
    {
        if (OperatingSystem.IsWindows() || !CertificateFiles.IsPrivate(path))
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & GroupOrOthers) != UnixFileMode.None)
        {
            throw new PkiException(
                $"Others may read the private key in {path} (mode {Octal(mode)}): run `chmod 600 {path}`; if somebody may have copied it, make a new PKI instead.");
        }
    }

    internal static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, toBase: 8).PadLeft(4, '0');
}
