using System.Text;
using System.Text.Json;
using MtlsAspire.Pki.Configuration.Json;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Reads <c>pki.json</c>, the declaration of a PKI; <c>pki.schema.json</c> describes it.</summary>
public static class ConfigurationFile
{
    private const int Largest = 1 << 20;

    /// <summary>Reads a declaration from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">The current instant, by which dates are judged.</param>
    /// <param name="domain">The domain, if another than the declared one.</param>
    /// <exception cref="PkiException">The file cannot be read, or is larger than 1 MiB.</exception>
    /// <exception cref="InvalidConfigurationException">The declaration is wrong; all errors are told.</exception>
    public static PkiConfiguration Read(string path, DateTimeOffset now, string? domain = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > Largest)
            {
                throw new PkiException($"{path} is larger than 1 MiB, which no declaration of a PKI is: give the right file by --config.");
            }

            return Parse(path, File.ReadAllBytes(path), now, domain);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} cannot be read: {exception.Message.TrimEnd('.')}. Give the right file by --config.", exception);
        }
    }

    /// <summary>Reads a declaration.</summary>
    /// <param name="name">What the text is called in errors: the name of its file.</param>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="now">The current instant, by which dates are judged; null not to judge them, because nothing is to be issued by them.</param>
    /// <param name="domain">The domain, if another than the declared one.</param>
    /// <exception cref="InvalidConfigurationException">The declaration is wrong; all errors are told.</exception>
    public static PkiConfiguration Parse(string name, ReadOnlySpan<byte> text, DateTimeOffset? now, string? domain = null)
    {
        var errors = new ConfigurationErrors(name);
        LocatedNode root;
        try
        {
            root = LocatedJson.Parse(text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var place = exception as JsonException;
            throw new InvalidConfigurationException(
                $"{name}:{1 + (place?.LineNumber ?? 0)}:{1 + (place?.BytePositionInLine ?? 0)}: this is not JSON: {Reason(exception)}: mend it there", exception);
        }

        var configuration = new ConfigurationReader(errors, now, domain).Read(root);
        errors.ThrowIfAny();
        return configuration with { Source = Encoding.UTF8.GetString(text) };
    }

    // What .NET says, without the position, which is said already, and its advice about options of the parser.
    private static string Reason(Exception exception)
    {
        var message = exception.Message.Split(" LineNumber:")[0].Split(". ")[0];
        return message.TrimEnd('.').Replace('\n', ' ');
    }
}
