using System.Text;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>Reads the files that are verified, and those that are believed: PEM, or one certificate or list in DER.</summary>
internal static class VerifyInput
{
    private const long LargestFile = 256 * 1024 * 1024;

    /// <exception cref="PkiException">A file cannot be used; the message says which and why.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadCertificates(string path) =>
        Read(path, "certificate", PemCertificates.Read, der => der);

    /// <exception cref="PkiException">A file cannot be used; the message says which and why.</exception>
    public static IReadOnlyList<RevocationList> ReadLists(string path) =>
        Read(path, "revocation list", RevocationList.ParsePem, RevocationList.Parse);

    /// <exception cref="PkiException">A file cannot be used; the message says which and why.</exception>
    public static TrustMaterial ReadTrust(VerifyOptions options)
    {
        var isNamed = options.Trust.Count > 0;
        var anchors = isNamed ? options.Trust : [Path.Combine(options.Directory, "ca.crt")];
        if (!isNamed && !File.Exists(anchors[0]))
            throw new PkiException($"there is no {anchors[0]} to believe; name the trust anchors with --trust FILE, or the certificate directory with --certs DIR");

        var intermediates = isNamed ? options.Intermediates : [.. Existing(options.Directory, "issuing-ca.crt"), .. options.Intermediates];
        var lists = isNamed ? options.RevocationLists : [.. Existing(options.Directory, "ca.crl", "issuing-ca.crl"), .. options.RevocationLists];
        try
        {
            return new TrustMaterial(
                anchors.SelectMany(ReadCertificates), intermediates.SelectMany(ReadCertificates), [.. lists.SelectMany(ReadLists)]);
        }
        catch (CertificateFormatException exception)
        {
            throw new PkiException($"{string.Join(", ", anchors.Concat(intermediates))}: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> Existing(string directory, params string[] names) =>
        names.Select(name => Path.Combine(directory, name)).Where(File.Exists);

    private static IReadOnlyList<T> Read<T>(
        string path, string what, Func<string, IReadOnlyList<T>> readPem, Func<ReadOnlyMemory<byte>, T> readDer)
    {
        try
        {
            var octets = ReadOctets(path);
            if (!octets.AsSpan().StartsWith("\x30"u8))
            {
                var found = readPem(Encoding.UTF8.GetString(octets));
                return found.Count > 0 ? found : throw new PkiException($"{path} holds no {what}: it is neither PEM with one nor DER");
            }

            return [readDer(octets)];
        }
        catch (CertificateFormatException exception)
        {
            throw new PkiException($"{path}: {exception.Message}", exception);
        }
    }

    private static byte[] ReadOctets(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile }) throw new PkiException($"{path} is larger than {LargestFile} octets");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PkiException($"{path} does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
