using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>The public key of a certificate (RFC 5280, section 4.1.2.7), which checks the signatures of its owner.</summary>
internal sealed class SubjectPublicKey
{
    // A larger one costs whoever checks its signatures too much.
    private const int LargestRsaKey = 8192;

    // Importing a key costs about as much as a signature check with it. One instance is for one thread at a time.
    private readonly ConcurrentBag<AsymmetricAlgorithm> _imported = [];
    private readonly ReadOnlyMemory<byte> _info;
    private readonly byte[] _key;

    private SubjectPublicKey(ReadOnlyMemory<byte> info, byte[] key, KeyKind kind, int bits, string name)
    {
        _info = info;
        _key = key;
        Kind = kind;
        Bits = bits;
        Name = name;
        Digest = Digest.Of(info.Span);
    }

    public KeyKind Kind { get; }

    /// <summary>The size in bits; of an elliptic curve, that of its field.</summary>
    public int Bits { get; }

    /// <summary>The name for people, as in <c>RSA 1024</c>.</summary>
    public string Name { get; }

    /// <summary>The key itself: the octets of the BIT STRING subjectPublicKey.</summary>
    public ReadOnlySpan<byte> Octets => _key;

    /// <summary>The hash of the SubjectPublicKeyInfo.</summary>
    public Digest Digest { get; }

    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static SubjectPublicKey Read(ReadOnlyMemory<byte> info)
    {
        var sequence = new AsnReader(info, AsnEncodingRules.DER).ReadSequence();
        var algorithm = sequence.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var key = sequence.ReadBitString(out var unused);
        sequence.ThrowIfNotEmpty();
        if (unused != 0) throw new AsnContentException("the key is no whole number of octets");

        switch (oid)
        {
            case Oids.RsaEncryption or Oids.RsaPss:
                var bits = RsaBits(key);
                if (bits > LargestRsaKey) return new SubjectPublicKey(info, key, KeyKind.Unsupported, bits, $"larger than RSA {LargestRsaKey}");
                return new SubjectPublicKey(info, key, KeyKind.Rsa, bits, $"RSA {bits}");
            case Oids.EcPublicKey:
                return OfCurve(info, algorithm, key);
            case Oids.Ed25519:
                return new SubjectPublicKey(info, key, KeyKind.Ed25519, 256, "Ed25519");
            case Oids.Dsa:
                return new SubjectPublicKey(info, key, KeyKind.Dsa, 0, "DSA");
            default:
                return new SubjectPublicKey(info, key, KeyKind.Unsupported, 0, $"of the kind {oid}");
        }
    }

    /// <summary>Checks a signature. An oddly encoded signature is a wrong one.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureScheme scheme)
    {
        if (scheme.Key != Kind || !scheme.IsSupported) return false;
        AsymmetricAlgorithm? key = null;
        try
        {
            if (!_imported.TryTake(out key)) key = Import();
            return key switch
            {
                RSA rsa => rsa.VerifyData(data, signature, scheme.Hash, scheme.IsPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
                ECDsa ecdsa => ecdsa.VerifyData(data, signature, scheme.Hash, DSASignatureFormat.Rfc3279DerSequence),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (key is not null) _imported.Add(key);
        }
    }

    private AsymmetricAlgorithm Import()
    {
        if (Kind == KeyKind.Rsa)
        {
            var rsa = RSA.Create();
            rsa.ImportRSAPublicKey(_key, out _);
            return rsa;
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(_info.Span, out _);
        return ecdsa;
    }

    private static int RsaBits(byte[] key)
    {
        var sequence = new AsnReader(key, AsnEncodingRules.DER).ReadSequence();
        var modulus = sequence.ReadIntegerBytes().Span;
        var exponent = sequence.ReadInteger();
        sequence.ThrowIfNotEmpty();
        if ((modulus[0] & 0x80) != 0 || exponent.Sign <= 0 || exponent.IsEven || exponent.IsOne) throw new AsnContentException("the RSA key makes no sense");
        if (modulus[0] == 0) modulus = modulus[1..];
        return modulus.IsEmpty ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
    }

    private static SubjectPublicKey OfCurve(ReadOnlyMemory<byte> info, AsnReader algorithm, byte[] point)
    {
        // implicitCurve and specifiedCurve MUST NOT be used (RFC 5480, section 2.1.1).
        if (!algorithm.HasData || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier)
            return new SubjectPublicKey(info, point, KeyKind.Unsupported, 0, "an elliptic curve that has no name");

        var curve = algorithm.ReadObjectIdentifier();
        algorithm.ThrowIfNotEmpty();
        var (bits, name) = curve switch
        {
            Oids.P256 => (256, "ECDSA P-256"),
            Oids.P384 => (384, "ECDSA P-384"),
            Oids.P521 => (521, "ECDSA P-521"),
            Oids.P192 => (192, "ECDSA P-192"),
            Oids.P224 => (224, "ECDSA P-224"),
            _ => (0, $"on the elliptic curve {curve}"),
        };
        if (bits >= 256 && (point.Length != 1 + (2 * ((bits + 7) / 8)) || point[0] != 4))
            throw new AsnContentException("the point on the elliptic curve is not in the uncompressed form");
        return new SubjectPublicKey(info, point, bits == 0 ? KeyKind.Unsupported : KeyKind.EllipticCurve, bits, name);
    }
}
