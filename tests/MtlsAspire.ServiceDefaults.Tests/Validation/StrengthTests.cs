using System.Formats.Asn1;
using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>Keys, hashes and kinds of signatures.</summary>
public sealed class StrengthTests
{
    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData(1024, "insufficient_security")]
    [InlineData(2048, "accepted")]
    [InlineData(3072, "accepted")]
    public void Short_RSA_keys_are_refused_in_leaf_and_CA(int bits, string code)
    {
        using var key = RSA.Create(bits);
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=RSA root") with { Key = key });

        Assert.Equal(code, Trial.Of(_root).Judge(_root.Issue(Recipe.Client() with { Key = key })).Code);
        Assert.Equal(code, Trial.Of(root).Judge(root.Issue(Recipe.Client())).Code);
    }

    [Fact]
    public void The_least_size_is_a_setting()
    {
        using var key = RSA.Create(2048);
        var leaf = _root.Issue(Recipe.Client() with { Key = key });
        var trial = Trial.Of(_root);

        (trial with { Options = trial.Options with { MinimumRsaKeyBits = 3072 } }).Judge(leaf).AssertRefused(RefusalReason.InsufficientSecurity);
    }

    [Fact]
    public void An_RSA_key_of_odd_size_needs_leave()
    {
        var leaf = _root.Issue(Recipe.Client() with { PublicKey = RsaKey(2052) });

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.InsufficientSecurity);
        Trial.Of(_root).Allowing(allow => allow with { OddRsaKeySize = true }).Judge(leaf).AssertAccepted();
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.1", 24, "insufficient_security")] // P-192
    [InlineData("1.3.132.0.33", 28, "insufficient_security")] // P-224
    [InlineData("1.3.132.0.10", 32, "unsupported_certificate")] // secp256k1
    [InlineData("1.2.840.10045.3.1.7", 31, "bad_certificate")] // no point of this curve
    public void Small_and_strange_curves_are_refused(string curve, int octets, string code) =>
        Assert.Equal(code, Trial.Of(_root).Judge(_root.Issue(Recipe.Client() with { PublicKey = CurveKey(writer => writer.WriteObjectIdentifier(curve), octets) })).Code);

    [Fact]
    public void A_curve_without_name_is_refused()
    {
        var leaf = _root.Issue(Recipe.Client() with { PublicKey = CurveKey(writer => writer.PushSequence().Dispose(), 32) });

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.UnsupportedCertificate);
    }

    [Theory]
    [InlineData("1.2.840.10040.4.1", "insufficient_security")] // DSA
    [InlineData("1.3.101.112", "accepted")] // Ed25519, as the key of a leaf
    [InlineData("1.3.6.1.4.1.99999.3", "unsupported_certificate")]
    public void Other_kinds_of_keys(string algorithm, string code)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(algorithm);
            writer.WriteBitString(new byte[32]);
        }

        Assert.Equal(code, Trial.Of(_root).Judge(_root.Issue(Recipe.Client() with { PublicKey = writer.Encode() })).Code);
    }

    [Fact]
    public void P384_signs_as_well()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=P-384") with { Key = key, Hash = HashAlgorithmName.SHA384 });

        Trial.Of(root).Judge(root.Issue(Recipe.Client() with { Hash = HashAlgorithmName.SHA384 })).AssertAccepted();
    }

    [Fact]
    public void SHA1_needs_leave_and_MD5_has_none()
    {
        using var key = RSA.Create(2048);
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=RSA root") with { Key = key });
        var allowing = Trial.Of(root).Allowing(allow => allow with { Sha1 = true });

        Trial.Of(root).Judge(root.Issue(Recipe.Client() with { Hash = HashAlgorithmName.SHA1 })).AssertRefused(RefusalReason.InsufficientSecurity);
        allowing.Judge(root.Issue(Recipe.Client() with { Hash = HashAlgorithmName.SHA1 })).AssertAccepted();
        allowing.Judge(root.Issue(Recipe.Client() with { Hash = HashAlgorithmName.MD5 })).AssertRefused(RefusalReason.InsufficientSecurity);
    }

    [Fact]
    public void SHA1_is_refused_in_an_intermediate_and_of_no_account_in_an_anchors_own_signature()
    {
        var weakRoot = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Old root") with { Hash = HashAlgorithmName.SHA1 });
        var weak = _root.Issue(Recipe.Authority("O=Acme;CN=Issuing") with { Hash = HashAlgorithmName.SHA1 });

        Trial.Of(weakRoot).Judge(weakRoot.Issue(Recipe.Client())).AssertAccepted();
        Trial.Of(_root, weak).Judge(weak.Issue(Recipe.Client())).AssertRefused(RefusalReason.InsufficientSecurity);
    }

    [Fact]
    public void RSA_PSS_signatures_are_checked()
    {
        using var key = RSA.Create(2048);
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=PSS root") with { Key = key, IsPss = true });
        var leaf = root.Issue(Recipe.Client() with { IsPss = true });

        Trial.Of(root).Judge(leaf).AssertAccepted();
        leaf.Certificate[^1] ^= 1;
        Trial.Of(root).Judge(leaf).AssertRefused(RefusalReason.BadSignature);
    }

    private static byte[] RsaKey(int bits)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] = 1;
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(modulus);
            key.WriteInteger(65537);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(key.Encode());
        }

        return writer.Encode();
    }

    private static byte[] CurveKey(Action<AsnWriter> parameters, int octets)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                parameters(writer);
            }

            writer.WriteBitString([0x04, .. new byte[2 * octets]]);
        }

        return writer.Encode();
    }
}
