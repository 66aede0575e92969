using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Writes the files of an identity. The ledger knows the certificate already.</summary>
internal static class IdentityFiles
{
    /// <summary>The files of an identity and their content, in the order in which they are written: the certificate completes them.</summary>
    /// <param name="name">What the files are called, without extension.</param>
    /// <param name="request">What the signing request asks for.</param>
    /// <param name="leaf">The certificate.</param>
    /// <param name="key">The key for the key file.</param>
    /// <param name="chain">What follows the leaf.</param>
    public static IReadOnlyList<(string File, byte[] Content)> Of(
        string name, LeafRequest request, X509Certificate2 leaf, KeyPair key, IReadOnlyList<X509Certificate2> chain)
    {
        var files = new List<(string, byte[])>
        {
            (CertificateFiles.Key(name), Encoding.ASCII.GetBytes(key.ToPem())),
            (CertificateFiles.SigningRequest(name), Encoding.ASCII.GetBytes(SigningRequest.ToPem(request, key))),
        };
        if (key.Matches(leaf.PublicKey))
        {
            files.Add((CertificateFiles.Pkcs12(name), Pkcs12(leaf, key, chain))); // no such file can hold the key of another certificate
        }

        files.Add((CertificateFiles.Certificate(name), Encoding.ASCII.GetBytes(Pem(leaf) + string.Concat(chain.Select(Pem)))));
        return files;
    }

    /// <summary>The PKCS#12 file of an identity.</summary>
    public static byte[] Pkcs12(X509Certificate2 leaf, KeyPair key, IReadOnlyList<X509Certificate2> chain)
    {
        using var leafWithKey = key.AttachTo(leaf);
        return Pkcs12File.Encode(leafWithKey, chain);
    }

    /// <summary>A certificate in PEM.</summary>
    public static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
