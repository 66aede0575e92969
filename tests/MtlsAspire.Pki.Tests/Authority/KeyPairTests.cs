using System.Security.Cryptography;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Tests.Authority;

public sealed class KeyPairTests
{
    [Fact]
    public void A_key_comes_back_from_its_PEM()
    {
        using var key = KeyPair.Create();
        using var copy = KeyPair.FromPem(key.ToPem());

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", key.ToPem(), StringComparison.Ordinal);
        Assert.True(copy.Matches(key.PublicKey));
    }

    [Fact]
    public void Two_keys_differ()
    {
        using var one = KeyPair.Create();
        using var two = KeyPair.Create();

        Assert.False(one.Matches(two.PublicKey));
    }

    public static TheoryData<string> NoKeys()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var encrypted = p256.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
        var damaged = p256.ExportPkcs8PrivateKeyPem().Replace("MIG", "MIH", StringComparison.Ordinal);
        return [string.Empty, "not a key", p256.ExportSubjectPublicKeyInfoPem(), encrypted, damaged, p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem()];
    }

    [Theory]
    [MemberData(nameof(NoKeys), DisableDiscoveryEnumeration = true)]
    public void What_is_no_plain_P256_private_key_is_refused_without_quoting_it(string pem)
    {
        var exception = Assert.Throws<CryptographicException>(() => KeyPair.FromPem(pem));

        Assert.Equal("not an unencrypted ECDSA P-256 private key in PEM", exception.Message);
    }
}
