using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary>Writes a file that leaves the certificate directory.</summary>
internal static class ExportFile
{
    /// <summary>Writes a file as a whole, with permissions from its first byte on.</summary>
    /// <exception cref="PkiException">It cannot be written.</exception>
    public static void Write(string path, byte[] content, UnixFileMode mode)
    {
        try
        {
            AtomicFile.Write(Path.GetFullPath(path), content, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} cannot be written: {exception.Message}", exception);
        }
    }
}
