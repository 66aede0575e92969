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
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using var dsa = DSA.Create(1024);
        var encrypted = p256.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
        var damaged = p256.ExportPkcs8PrivateKeyPem().Replace("MIG", "MIH", StringComparison.Ordinal);
        return [string.Empty, "not a key", p256.ExportSubjectPublicKeyInfoPem(), encrypted, damaged, p521.ExportPkcs8PrivateKeyPem(), dsa.ExportPkcs8PrivateKeyPem()];
    }

    [Theory]
    [MemberData(nameof(NoKeys), DisableDiscoveryEnumeration = true)]
    public void What_is_no_plain_private_key_of_our_kinds_is_refused_without_quoting_it(string pem)
    {
        var exception = Assert.Throws<CryptographicException>(() => KeyPair.FromPem(pem));

        Assert.Equal("not an unencrypted private key in PEM (ECDSA P-256 or P-384, or RSA)", exception.Message);
    }
}
