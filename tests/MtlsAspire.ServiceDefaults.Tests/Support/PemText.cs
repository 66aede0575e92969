using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Tests.Support;

/// <summary>Certificates as the text of PEM files.</summary>
public static class PemText
{
    /// <summary>Certificates in their order, and the private key of the first.</summary>
    public static string WithKey(X509Certificate2 leaf, params IEnumerable<X509Certificate2> others)
    {
        using AsymmetricAlgorithm? key = leaf.GetECDsaPrivateKey() ?? (AsymmetricAlgorithm?)leaf.GetRSAPrivateKey();
        return $"{Of([leaf, .. others])}{key!.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>Certificates in their order.</summary>
    public static string Of(params IEnumerable<X509Certificate2> certificates) =>
        string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));
}
