using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>A private key with its public key: ECDSA on curve P-256. The one place that knows about kinds of keys.</summary>
public sealed class KeyPair : IDisposable
{
    private const string NistP256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa _key;

    private KeyPair(ECDsa key)
    {
        _key = key;
        PublicKey = new PublicKey(key);
        SignatureGenerator = X509SignatureGenerator.CreateForECDsa(key);
    }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Signs certificates, requests and revocation lists with the private half.</summary>
    public X509SignatureGenerator SignatureGenerator { get; }

    /// <summary>Makes a new random key pair.</summary>
    public static KeyPair Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads an unencrypted private key.</summary>
    /// <param name="pem">PKCS#8 (<c>PRIVATE KEY</c>) or SEC 1 (<c>EC PRIVATE KEY</c>) in PEM.</param>
    /// <exception cref="CryptographicException">The text holds no unencrypted ECDSA P-256 private key.</exception>
    public static KeyPair FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == NistP256)
            {
                return new KeyPair(key);
            }
        }
        catch (ArgumentException)
        {
            // No PEM, or not that of such a key; said below. The parser's message may quote the text, and is not passed on.
        }
        catch (CryptographicException)
        {
            // Damaged, or a public key only; the same.
        }

        key.Dispose();
        throw new CryptographicException("not an unencrypted ECDSA P-256 private key in PEM");
    }

    /// <summary>The private key as PKCS#8 in PEM, unencrypted.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>A copy of the certificate that holds this private key.</summary>
    /// <param name="certificate">A certificate of this key pair.</param>
    /// <exception cref="ArgumentException">The certificate is for another key.</exception>
    public X509Certificate2 AttachTo(X509Certificate2 certificate) => certificate.CopyWithPrivateKey(_key);

    /// <summary>Whether a certificate or a request is for this key.</summary>
    /// <param name="publicKey">The public key in it.</param>
    public bool Matches(PublicKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey.ExportSubjectPublicKeyInfo());
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
