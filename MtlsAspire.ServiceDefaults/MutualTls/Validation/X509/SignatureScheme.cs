using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>An algorithm of signatures on certificates and lists.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Key">The kind of key that makes such signatures.</param>
/// <param name="Hash">The hash that is signed.</param>
/// <param name="IsPss">Whether RSA pads by PSS (RFC 4055) instead of PKCS #1 v1.5.</param>
internal sealed record SignatureScheme(string Name, KeyKind Key, HashAlgorithmName Hash, bool IsPss = false)
{
    private static HashAlgorithmName NoHash => default;

    /// <summary>Whether the hash is too weak for anybody: MD5 and older.</summary>
    public bool IsBroken => Hash == HashAlgorithmName.MD5;

    public bool IsSha1 => Hash == HashAlgorithmName.SHA1;

    public bool IsSupported => Key is KeyKind.Rsa or KeyKind.EllipticCurve && !IsBroken && Hash != NoHash;

    /// <summary>Reads an AlgorithmIdentifier.</summary>
    /// <exception cref="AsnContentException">It is malformed, or has parameters that its algorithm forbids.</exception>
    public static SignatureScheme Read(ReadOnlyMemory<byte> identifier)
    {
        var sequence = new AsnReader(identifier, AsnEncodingRules.DER).ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        var scheme = oid switch
        {
            Oids.Md2WithRsa => new SignatureScheme("MD2 with RSA", KeyKind.Rsa, HashAlgorithmName.MD5),
            Oids.Md5WithRsa => new SignatureScheme("MD5 with RSA", KeyKind.Rsa, HashAlgorithmName.MD5),
            Oids.Sha1WithRsa => new SignatureScheme("SHA-1 with RSA", KeyKind.Rsa, HashAlgorithmName.SHA1),
            Oids.Sha256WithRsa => new SignatureScheme("SHA-256 with RSA", KeyKind.Rsa, HashAlgorithmName.SHA256),
            Oids.Sha384WithRsa => new SignatureScheme("SHA-384 with RSA", KeyKind.Rsa, HashAlgorithmName.SHA384),
            Oids.Sha512WithRsa => new SignatureScheme("SHA-512 with RSA", KeyKind.Rsa, HashAlgorithmName.SHA512),
            Oids.EcdsaWithSha1 => new SignatureScheme("ECDSA with SHA-1", KeyKind.EllipticCurve, HashAlgorithmName.SHA1),
            Oids.EcdsaWithSha256 => new SignatureScheme("ECDSA with SHA-256", KeyKind.EllipticCurve, HashAlgorithmName.SHA256),
            Oids.EcdsaWithSha384 => new SignatureScheme("ECDSA with SHA-384", KeyKind.EllipticCurve, HashAlgorithmName.SHA384),
            Oids.EcdsaWithSha512 => new SignatureScheme("ECDSA with SHA-512", KeyKind.EllipticCurve, HashAlgorithmName.SHA512),
            Oids.RsaPss => ReadPss(sequence),
            _ => new SignatureScheme($"algorithm {oid}", KeyKind.Unsupported, NoHash),
        };
        if (scheme.Key == KeyKind.Unsupported || scheme.IsPss) return scheme;

        // RSA: NULL (RFC 4055, section 5), which some leave out; ECDSA: nothing (RFC 5758, section 3.2).
        if (scheme.Key == KeyKind.Rsa && sequence.HasData) sequence.ReadNull();
        sequence.ThrowIfNotEmpty();
        return scheme;
    }

    // RSASSA-PSS-params (RFC 4055, section 3.1). What is not the usual use is not supported: another hash for MGF1, or a
    // salt that is not as long as the hash.
    private static SignatureScheme ReadPss(AsnReader algorithm)
    {
        var parameters = algorithm.ReadSequence();
        algorithm.ThrowIfNotEmpty();
        var hash = ReadHash(Explicit(parameters, 0));
        var mask = Explicit(parameters, 1);
        var maskHash = HashAlgorithmName.SHA1;
        if (mask is not null)
        {
            var generator = mask.ReadSequence();
            var isMgf1 = generator.ReadObjectIdentifier() == Oids.Mgf1;
            maskHash = isMgf1 ? ReadHash(generator) : NoHash;
        }

        var salt = Explicit(parameters, 2) is { } length && length.TryReadInt32(out var octets) ? octets : 20;
        var isUsual = hash == maskHash && salt == Size(hash);
        return new SignatureScheme(
            $"RSASSA-PSS with {hash.Name ?? "an unknown hash"}", isUsual ? KeyKind.Rsa : KeyKind.Unsupported, isUsual ? hash : NoHash, IsPss: true);
    }

    private static AsnReader? Explicit(AsnReader sequence, int number)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true);
        return sequence.HasData && sequence.PeekTag() == tag ? sequence.ReadSequence(tag) : null;
    }

    private static HashAlgorithmName ReadHash(AsnReader? reader) => reader?.ReadSequence().ReadObjectIdentifier() switch
    {
        null or Oids.Sha1 => HashAlgorithmName.SHA1,
        Oids.Sha256 => HashAlgorithmName.SHA256,
        Oids.Sha384 => HashAlgorithmName.SHA384,
        Oids.Sha512 => HashAlgorithmName.SHA512,
        _ => NoHash,
    };

    private static int Size(HashAlgorithmName hash) => hash.Name switch { "SHA1" => 20, "SHA256" => 32, "SHA384" => 48, "SHA512" => 64, _ => -1 };
}
