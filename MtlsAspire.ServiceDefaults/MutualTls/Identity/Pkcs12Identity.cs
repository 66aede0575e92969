using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls.Identity;

/// <summary>Reads an identity from a PKCS#12 file (RFC 7292): certificate, key and chain in one.</summary>
internal static class Pkcs12Identity
{
    private const int LargestFile = 16 << 20;

    /// <summary>Whether the settings name such a file.</summary>
    public static bool IsNamedBy(MutualTlsOptions options) =>
        Path.GetExtension(options.Certificate) is { } extension
        && (extension.Equals(".pfx", StringComparison.OrdinalIgnoreCase) || extension.Equals(".p12", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public static (X509Certificate2 Leaf, IEnumerable<X509Certificate2> Others) Read(MutualTlsOptions options)
    {
        var bytes = PemFiles.ReadBytes(nameof(options.Certificate), options.Certificate, LargestFile);
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, options.Password);
        }
        catch (CryptographicException exception)
        {
            throw PemFiles.Problem(
                nameof(options.Certificate),
                options.Certificate,
                $"is no PKCS#12 file, or {MutualTlsOptions.SectionName}:{nameof(options.Password)} is not its password; correct the setting, or create the file anew",
                exception);
        }

        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw PemFiles.Problem(nameof(options.Certificate), options.Certificate, "holds no private key; create it with the key");
        return (leaf, all.Where(certificate => !ReferenceEquals(certificate, leaf)));
    }
}
