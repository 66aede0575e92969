using System.Text;

namespace MtlsAspire.Pki.Store;

/// <summary>Where secrets come from that a person chose: the environment or a file, never an argument, which every process can read.</summary>
internal static class Passphrase
{
    /// <summary>The variable with the passphrase of the root's key.</summary>
    public const string Variable = "MTLSASPIRE_CA_PASSPHRASE";

    private const int Longest = 1024;

    /// <summary>The passphrase of the root's key, or null where none is given.</summary>
    /// <param name="file">A file whose first line it is; null to look into <see cref="Variable"/>.</param>
    /// <exception cref="PkiException">The file cannot be read, or is empty.</exception>
    public static string? OfRoot(string? file) =>
        file is null ? NullIfEmpty(Environment.GetEnvironmentVariable(Variable)) : FromFile(file);

    /// <summary>The first line of a file.</summary>
    /// <exception cref="PkiException">The file cannot be read, or is empty.</exception>
    public static string FromFile(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            var buffer = new char[Longest + 1];
            var text = new string(buffer, 0, reader.ReadBlock(buffer));
            var line = text.Split('\n')[0].TrimEnd('\r');
            return line.Length is > 0 and <= Longest
                ? line
                : throw new PkiException($"{path} holds no passphrase: its first line must have 1 to {Longest} characters.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"The passphrase cannot be read from {path}: {exception.Message}", exception);
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
