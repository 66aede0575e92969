using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Store;

/// <summary>PKCS#12 files (RFC 7292) with an empty password; see <see cref="CertificateFiles.Pkcs12"/> for why.</summary>
internal static class Pkcs12File
{
    // The encryption is a formality of the format here: many rounds over an empty password would protect nothing, and would be most of the
    // time that an identity takes.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1);

    /// <summary>The file with an identity's key, certificate and chain.</summary>
    public static byte[] Encode(X509Certificate2 leafWithKey, IEnumerable<X509Certificate2> chain)
    {
        var certificates = new X509Certificate2Collection(leafWithKey);
        certificates.AddRange(chain.ToArray());
        return certificates.ExportPkcs12(Encryption, password: string.Empty);
    }

    /// <summary>Whether a file holds exactly this leaf, with its key, and this chain.</summary>
    public static bool Holds(byte[] file, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain)
    {
        X509Certificate2Collection certificates;
        try
        {
            certificates = X509CertificateLoader.LoadPkcs12Collection(file, password: string.Empty, StorageFlags);
        }
        catch (CryptographicException)
        {
            return false;
        }

        var holds = certificates.Count == chain.Count + 1
            && certificates.Any(certificate => certificate.HasPrivateKey && certificate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))
            && chain.All(wanted => certificates.Any(certificate => certificate.RawDataMemory.Span.SequenceEqual(wanted.RawDataMemory.Span)));
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }

        return holds;
    }

    // macOS cannot load a key without a keychain.
    private static X509KeyStorageFlags StorageFlags =>
        OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
}
