using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Ledger;

/// <summary>
/// Where the ledger is: a directory of its own, because SQLite's <c>-wal</c> and <c>-shm</c> come and go beside the database, and because
/// a reader of <c>certs/</c> looks for certificates.
/// </summary>
internal static class LedgerFiles
{
    /// <summary>The directory in the certificate directory, mode 0700.</summary>
    public const string DirectoryName = "ledger";

    private const string FileName = "ledger.db";
    private const UnixFileMode GroupOrOthers = (UnixFileMode)0b000_111_111;

    /// <summary>The path of the database.</summary>
    /// <param name="directory">The certificate directory.</param>
    public static string Database(string directory) => Path.Combine(directory, DirectoryName, FileName);

    /// <summary>Creates the directory and an empty database where they are not there, and refuses those that others may use.</summary>
    /// <param name="directory">The certificate directory.</param>
    public static string Prepare(string directory)
    {
        var parent = Path.Combine(directory, DirectoryName);
        var path = Database(directory);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(parent);
            return path;
        }

        Directory.CreateDirectory(parent, AtomicFile.Private | UnixFileMode.UserExecute);
        RequireOwnerOnly(parent, "700");
        if (!File.Exists(path))
        {
            // SQLite gives its other files the mode of this one.
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = AtomicFile.Private,
            });
            DirectoryEntries.Flush(parent);
            DirectoryEntries.Flush(directory);
        }

        RequireOwnerOnly(path, "600");
        return path;
    }

    private static void RequireOwnerOnly(string path, string mode)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & GroupOrOthers) is not UnixFileMode.None)
        {
            throw new PkiException(
                $"Others may use {path} (mode {CertificateDirectory.Octal(File.GetUnixFileMode(path))}), the record of what was issued and revoked: run `chmod {mode} {path}`.");
        }
    }
}
