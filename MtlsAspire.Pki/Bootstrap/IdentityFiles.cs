using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Writes the files of an identity.</summary>
public static class IdentityFiles
{
    /// <summary>
    /// Issues a certificate for a new key and writes <c>name.key</c>, <c>name.csr</c>, <c>name.pfx</c> and last, because it completes
    /// them, <c>name.crt</c> (the leaf, then the issuer's certificate). Files of these names are replaced.
    /// </summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">What the files are called, without extension.</param>
    /// <param name="request">What the certificate shall say.</param>
    /// <param name="issuer">Who issues it.</param>
    /// <returns>The certificate, without private key.</returns>
    public static X509Certificate2 Issue(CertificateDirectory directory, string name, LeafRequest request, CertificateAuthority issuer)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(issuer);
        using var key = KeyPair.Create();
        var leaf = issuer.Issue(request, key.PublicKey);

        directory.WritePrivate(CertificateFiles.Key(name), Encoding.ASCII.GetBytes(key.ToPem()));
        WriteSigningRequest(directory, name, request, key);
        WritePkcs12(directory, name, leaf, key, issuer.Certificate);
        directory.WritePublic(CertificateFiles.Certificate(name), Pem(leaf) + Pem(issuer.Certificate));
        return leaf;
    }

    /// <summary>Writes the signing request of an identity again.</summary>
    internal static void WriteSigningRequest(CertificateDirectory directory, string name, LeafRequest request, KeyPair key) =>
        directory.WritePublic(CertificateFiles.SigningRequest(name), SigningRequest.ToPem(request, key));

    /// <summary>Writes the PKCS#12 file of an identity again.</summary>
    internal static void WritePkcs12(CertificateDirectory directory, string name, X509Certificate2 leaf, KeyPair key, X509Certificate2 issuer)
    {
        using var leafWithKey = key.AttachTo(leaf);
        directory.WritePrivate(CertificateFiles.Pkcs12(name), Pkcs12File.Encode(leafWithKey, [issuer]));
    }

    /// <summary>A certificate in PEM.</summary>
    internal static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
