using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>A private key with its public key, ECDSA or RSA (see <see cref="KeyType"/>).</summary>
public sealed class KeyPair : IDisposable
{
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // OWASP's count for PBKDF2 with HMAC-SHA-256: about a third of a second for each guess.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);

    private readonly AsymmetricAlgorithm _key;

    private KeyPair(ECDsa key, KeyType type)
    {
        _key = key;
        Type = type;
        PublicKey = new PublicKey(key);
        SignatureGenerator = X509SignatureGenerator.CreateForECDsa(key);
    }

    private KeyPair(RSA key, KeyType type)
    {
        _key = key;
        Type = type;
        PublicKey = new PublicKey(key);
        SignatureGenerator = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The kind of key.</summary>
    public KeyType Type { get; }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Signs certificates, requests and revocation lists with the private half.</summary>
    public X509SignatureGenerator SignatureGenerator { get; }

    /// <summary>The hash that goes with <see cref="SignatureGenerator"/>: SHA-384 for P-384, otherwise SHA-256.</summary>
    public HashAlgorithmName HashAlgorithm => KeyTypes.HashOf(Type);

    /// <summary>Makes a new random key pair.</summary>
    /// <param name="type">Its kind.</param>
    public static KeyPair Create(KeyType type = KeyType.EcdsaP256) => type switch
    {
        KeyType.EcdsaP256 => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), type),
        KeyType.EcdsaP384 => new(ECDsa.Create(ECCurve.NamedCurves.nistP384), type),
        KeyType.Rsa2048 => new(RSA.Create(2048), type),
        KeyType.Rsa3072 => new(RSA.Create(3072), type),
        KeyType.Rsa4096 => new(RSA.Create(4096), type),
#pragma warning disable CA5385 // a weak key is what the rehearsal of a weak key needs
        KeyType.Rsa1024 => new(RSA.Create(1024), type),
#pragma warning restore CA5385
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such kind of key"),
    };

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">PKCS#8 (<c>PRIVATE KEY</c>, <c>ENCRYPTED PRIVATE KEY</c>), SEC 1 (<c>EC PRIVATE KEY</c>) or PKCS#1 (<c>RSA PRIVATE KEY</c>) in PEM.</param>
    /// <param name="passphrase">What an encrypted key is opened with; null where only an unencrypted one is expected.</param>
    /// <exception cref="WrongPassphraseException">The key is encrypted, and the passphrase does not open it.</exception>
    /// <exception cref="CryptographicException">The text holds no private key of one of our kinds, or an encrypted one and no passphrase was given.</exception>
    public static KeyPair FromPem(string pem, string? passphrase = null)
    {
        if (IsEncrypted(pem) && passphrase is not null)
        {
            return Open(pem, passphrase);
        }

        return TryImport(ECDsa.Create(), key => key.ImportFromPem(pem))
            ?? TryImport(RSA.Create(), key => key.ImportFromPem(pem))
            ?? throw new CryptographicException("not an unencrypted private key in PEM (ECDSA P-256 or P-384, or RSA)");
    }

    /// <summary>Whether a text is a private key that needs a passphrase (RFC 7468, 11).</summary>
    /// <param name="pem">The text.</param>
    public static bool IsEncrypted(string? pem) => PemEncoding.TryFind(pem, out var fields) && pem.AsSpan()[fields.Label] is EncryptedLabel;

    /// <summary>The private key as PKCS#8 in PEM.</summary>
    /// <param name="passphrase">What to encrypt it with (AES-256-CBC, PBKDF2 with 600,000 rounds; RFC 8018); null for no encryption.</param>
    public string ToPem(string? passphrase = null) =>
        (passphrase is null ? _key.ExportPkcs8PrivateKeyPem() : _key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Encryption)) + "\n";

    /// <summary>A copy of the certificate that holds this private key.</summary>
    /// <param name="certificate">A certificate of this key pair.</param>
    /// <exception cref="ArgumentException">The certificate is for another key.</exception>
    public X509Certificate2 AttachTo(X509Certificate2 certificate) =>
        _key is ECDsa ecdsa ? certificate.CopyWithPrivateKey(ecdsa) : certificate.CopyWithPrivateKey((RSA)_key);

    /// <summary>Whether a certificate or a request is for this key.</summary>
    /// <param name="publicKey">The public key in it.</param>
    public bool Matches(PublicKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey.ExportSubjectPublicKeyInfo());
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Signs with SHA-1, to rehearse a weak hash.</summary>
    internal X509SignatureGenerator Sha1SignatureGenerator() => new Sha1SignatureGenerator(_key, SignatureGenerator);

    private static KeyPair Open(string pem, string passphrase)
    {
        // A wrong passphrase and damage look alike: both end in padding or structure that makes no sense.
        return TryImport(ECDsa.Create(), key => key.ImportFromEncryptedPem(pem, passphrase))
            ?? TryImport(RSA.Create(), key => key.ImportFromEncryptedPem(pem, passphrase))
            ?? throw new WrongPassphraseException();
    }

    private static KeyPair? TryImport<T>(T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            var pair = key switch
            {
                ECDsa ecdsa when KeyTypes.OfCurve(ecdsa.ExportParameters(includePrivateParameters: true).Curve) is { } type => new KeyPair(ecdsa, type),
                RSA rsa when KeyTypes.OfRsaSize(rsa.KeySize) is { } type && rsa.ExportParameters(includePrivateParameters: true).D is not null => new KeyPair(rsa, type),
                _ => null,
            };
            if (pair is not null)
            {
                return pair;
            }
        }
        catch (ArgumentException)
        {
            // No PEM, or not that of such a key; said by the caller. The parser's message may quote the text, and is not passed on.
        }
        catch (CryptographicException)
        {
            // Damaged, or a public key only; the same.
        }

        key.Dispose();
        return null;
    }
}
