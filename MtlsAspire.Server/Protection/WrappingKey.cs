using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Protection;

/// <summary>
/// The private key of a box's certificate, in its use for the key ring: it opens what was wrapped for it, and signs what
/// it wraps, so that nobody who merely knows the public key can slip a key of his own into the ring.
/// </summary>
/// <remarks>
/// An ECDSA key cannot encrypt; the same key agrees on one instead (ECDH with an ephemeral key, HKDF, RFC 5869). The
/// certificate's key usage does not say so, and need not: sender and recipient are the same box.
/// </remarks>
internal sealed class WrappingKey : IDisposable
{
    private const int KeyBytes = 32;
    private static readonly byte[] Purpose = "MtlsAspire key ring"u8.ToArray();

    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;

    private WrappingKey(AsymmetricAlgorithm key)
    {
        _ec = key as ECDsa;
        _rsa = key as RSA;
        Id = Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>What tells the key from another: SHA-256 of its subjectPublicKeyInfo, upper-case hexadecimal.</summary>
    public string Id { get; }

    public string Algorithm => _ec is not null ? "ECDH-ES, HKDF-SHA256, AES-256-GCM, ECDSA-SHA256" : "RSA-OAEP-SHA256, AES-256-GCM, RSA-PSS-SHA256";

    /// <exception cref="ConfigurationException">The certificate's key is neither RSA nor EC.</exception>
    public static WrappingKey Of(X509Certificate2 certificate) =>
        new(certificate.GetECDsaPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
            ?? throw new ConfigurationException($"The key of certificate '{certificate.Subject}' is neither EC nor RSA, so it cannot protect the key ring; issue a certificate with such a key."));

    /// <exception cref="ConfigurationException">The file is no PEM file with a private key.</exception>
    public static WrappingKey Read(string path)
    {
        try
        {
            var pem = File.ReadAllText(path);
            return new WrappingKey(TryImport(ECDsa.Create(), pem) ?? TryImport(RSA.Create(), pem)
                ?? throw new ConfigurationException($"{BoxOptions.Section}:FormerKeys: file '{path}' holds no EC or RSA private key that is not encrypted; name the PEM file of the box's former key."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{BoxOptions.Section}:FormerKeys: file '{path}' cannot be read ({exception.Message.TrimEnd('.')}); correct the path.", exception);
        }
    }

    /// <summary>Makes a key and a secret from which only this private key makes the same key again.</summary>
    public (byte[] Key, byte[] Secret) NewKey()
    {
        if (_rsa is not null)
        {
            var random = RandomNumberGenerator.GetBytes(KeyBytes);
            return (random, _rsa.Encrypt(random, RSAEncryptionPadding.OaepSHA256));
        }

        using var own = Agreement();
        using var ephemeral = ECDiffieHellman.Create(own.ExportParameters(includePrivateParameters: false).Curve);
        var secret = ephemeral.PublicKey.ExportSubjectPublicKeyInfo();
        return (Derive(ephemeral, own.PublicKey, secret), secret);
    }

    /// <exception cref="CryptographicException">The secret is not for this key.</exception>
    public byte[] KeyOf(byte[] secret)
    {
        if (_rsa is not null) return _rsa.Decrypt(secret, RSAEncryptionPadding.OaepSHA256);
        using var own = Agreement();
        using var ephemeral = ECDiffieHellman.Create();
        ephemeral.ImportSubjectPublicKeyInfo(secret, out _);
        return Derive(own, ephemeral.PublicKey, secret);
    }

    public byte[] Sign(string text) => _ec is not null
        ? _ec.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256)
        : _rsa!.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    public bool HasSigned(string text, byte[] signature) => _ec is not null
        ? _ec.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256)
        : _rsa!.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private ECDiffieHellman Agreement() => ECDiffieHellman.Create(_ec!.ExportParameters(includePrivateParameters: true));

    private static byte[] Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other, byte[] secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, own.DeriveRawSecretAgreement(other), KeyBytes, salt: secret, info: Purpose);
}
