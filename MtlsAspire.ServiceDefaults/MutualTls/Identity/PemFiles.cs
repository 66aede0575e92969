using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MtlsAspire.ServiceDefaults.MutualTls.Identity;

/// <summary>Reads the PEM files (RFC 7468) that settings name; what is wrong is said with the setting and the file.</summary>
internal static class PemFiles
{
    private const int LargestPem = 16 << 20;

    public static X509Certificate2Collection ReadCertificates(string setting, string? path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(ReadText(setting, path));
        }
        catch (CryptographicException exception)
        {
            throw Problem(setting, path, "is not valid PEM: a CERTIFICATE block cannot be read; create the file anew", exception);
        }

        return certificates.Count > 0
            ? certificates
            : throw Problem(setting, path, "holds no certificate (-----BEGIN CERTIFICATE-----); name a PEM file that does");
    }

    /// <summary>Joins a certificate with its private key.</summary>
    public static X509Certificate2 ReadWithKey(X509Certificate2 certificate, string setting, string? path)
    {
        var pem = ReadText(setting, path);
        var labels = Labels(pem);
        if (labels.Contains("ENCRYPTED PRIVATE KEY"))
            throw Problem(setting, path, "is encrypted; decrypt it (openssl pkey -in … -out …) and protect the file by its permissions (0600)");
        if (!labels.Exists(label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)))
            throw Problem(setting, path, "holds no private key (-----BEGIN PRIVATE KEY-----); name the PEM file with the certificate's key");

        try
        {
            using var joined = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), pem);
            return Usable(joined);
        }
        catch (ArgumentException exception)
        {
            throw Problem(setting, path, $"is not the key of certificate '{certificate.Subject}'; name the matching pair of files", exception);
        }
        catch (CryptographicException exception)
        {
            throw Problem(setting, path, $"is malformed, or of another kind than the key of certificate '{certificate.Subject}'; name the matching pair of files", exception);
        }
    }

    public static ConfigurationException Problem(string setting, string? path, string problem, Exception? inner = null) =>
        new($"{MutualTlsOptions.SectionName}:{setting}: file '{path}' {problem}.", inner);

    /// <summary>Reads a file as it is.</summary>
    public static byte[] ReadBytes(string setting, string? path, int largest)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ConfigurationException(
                $"{MutualTlsOptions.SectionName}:{setting} is not set; set it (environment: {MutualTlsOptions.SectionName}__{setting}) to the path of a PEM file.");
        }

        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > largest) throw Problem(setting, path, $"has {file.Length:N0} bytes, and can hold at most {largest:N0}; name another file");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem(setting, path, "does not exist; correct the path, or create the certificates (MtlsAspire.Pki bootstrap)", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem(setting, path, $"cannot be read ({exception.Message.TrimEnd('.')}); give this user the right to read it", exception);
        }
    }

    private static string ReadText(string setting, string? path) => Encoding.UTF8.GetString(ReadBytes(setting, path, LargestPem));

    private static List<string> Labels(string pem)
    {
        var labels = new List<string>();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            labels.Add(rest[fields.Label].ToString());
            rest = rest[fields.Location.End..];
        }

        return labels;
    }

    // Windows' TLS cannot use a key that lives in memory only; loading it from PKCS#12 gives it a place.
    private static X509Certificate2 Usable(X509Certificate2 joined) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), password: null)
        : new X509Certificate2(joined);
}
