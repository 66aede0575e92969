using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>Somebody with a key and a certificate. Certificates are written by hand: what is tested must not make its own input.</summary>
public sealed class Entity
{
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);
    private static long _serialNumber = 1_000;

    private readonly string _subject;

    private Entity(string subject, AsymmetricAlgorithm key, byte[] certificate)
    {
        _subject = subject;
        Key = key;
        Certificate = certificate;
    }

    public AsymmetricAlgorithm Key { get; }

    public byte[] Certificate { get; }

    public byte[] Identifier => Extension.Identifier(Key);

    /// <summary>A root CA, or whatever the recipe makes of one, signed with its own key.</summary>
    public static Entity SelfSigned(Recipe recipe)
    {
        var key = recipe.Key ?? NewKey();
        return new Entity(recipe.Subject, key, Write(recipe, recipe.Issuer ?? recipe.Subject, key, key));
    }

    public static Entity Root(string subject = "O=Acme;CN=Root") => SelfSigned(Recipe.Authority(subject));

    /// <summary>Signs a certificate.</summary>
    public Entity Issue(Recipe recipe)
    {
        var key = recipe.Key ?? NewKey();
        return new Entity(recipe.Subject, key, Write(recipe, recipe.Issuer ?? _subject, key, Key));
    }

    /// <summary>A CA below this one.</summary>
    public Entity IssueAuthority(string subject, int? pathLength = null, params Extension[] extensions) =>
        Issue(extensions.Aggregate(Recipe.Authority(subject).With(Extension.Authority(pathLength)), (recipe, extension) => recipe.With(extension)));

    /// <summary>The same name and key with another certificate.</summary>
    public Entity CertifiedBy(Entity issuer, params Extension[] extensions) =>
        issuer.Issue(extensions.Aggregate(Recipe.Authority(_subject) with { Key = Key }, (recipe, extension) => recipe.With(extension)));

    /// <summary>Signs a revocation list.</summary>
    public byte[] SignList(ListRecipe recipe) => recipe.Write(recipe.Issuer ?? _subject, Key);

    public static AsymmetricAlgorithm NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The serial number of a certificate as it stands there.</summary>
    public static byte[] SerialNumberOf(byte[] certificate)
    {
        var body = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        body.ReadEncodedValue();
        return body.ReadIntegerBytes().ToArray();
    }

    /// <summary>Wraps what is signed, its algorithm and its signature.</summary>
    public static byte[] Sign(byte[] body, AsymmetricAlgorithm key, HashAlgorithmName hash, bool isPss = false, byte[]? outerAlgorithm = null)
    {
        var signature = key switch
        {
            ECDsa ecdsa => ecdsa.SignData(body, hash, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignData(body, hash, isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            _ => throw new ArgumentException("no key that signs", nameof(key)),
        };
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            writer.WriteEncodedValue(outerAlgorithm ?? Algorithms.Encode(key, hash, isPss));
            writer.WriteBitString(signature);
        }

        return writer.Encode();
    }

    private static byte[] Write(Recipe recipe, string issuer, AsymmetricAlgorithm key, AsymmetricAlgorithm issuerKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (recipe.Version > 1) using (writer.PushSequence(VersionTag)) writer.WriteInteger(recipe.Version - 1);
            if (recipe.SerialNumber is { } number) writer.WriteInteger(number);
            else writer.WriteInteger(new BigInteger(Interlocked.Increment(ref _serialNumber)));
            writer.WriteEncodedValue(Algorithms.Encode(issuerKey, recipe.Hash, recipe.IsPss));
            writer.WriteEncodedValue(DistinguishedNames.Encode(issuer));
            using (writer.PushSequence())
            {
                writer.WriteUtcTime(recipe.NotBefore);
                writer.WriteUtcTime(recipe.NotAfter);
            }

            writer.WriteEncodedValue(DistinguishedNames.Encode(recipe.Subject));
            writer.WriteEncodedValue(recipe.PublicKey ?? key.ExportSubjectPublicKeyInfo());
            if (recipe.Version == 3) WriteExtensions(writer, recipe, key, issuerKey);
        }

        return Sign(writer.Encode(), issuerKey, recipe.Hash, recipe.IsPss, recipe.OuterAlgorithm);
    }

    private static void WriteExtensions(AsnWriter writer, Recipe recipe, AsymmetricAlgorithm key, AsymmetricAlgorithm issuerKey)
    {
        var extensions = recipe.Extensions.ToList();
        if (recipe.HasKeyIdentifiers && !extensions.Exists(extension => extension.Oid == Extension.SubjectKeyIdentifier))
            extensions.Add(Extension.SubjectKey(Extension.Identifier(key)));
        if (recipe.HasKeyIdentifiers && !extensions.Exists(extension => extension.Oid == Extension.AuthorityKeyIdentifier))
            extensions.Add(Extension.AuthorityKey(Extension.Identifier(issuerKey)));
        if (extensions.Count == 0) return;
        using (writer.PushSequence(ExtensionsTag)) Algorithms.WriteExtensions(writer, extensions);
    }
}
