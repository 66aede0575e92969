using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>An extension of a certificate or a list, written by hand so that it can also be wrong.</summary>
public sealed record Extension(string Oid, bool IsCritical, byte[] Value)
{
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlNumber = "2.5.29.20";
    public const string NameConstraints = "2.5.29.30";
    public const string DistributionPoints = "2.5.29.31";
    public const string Policies = "2.5.29.32";
    public const string PolicyMappings = "2.5.29.33";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string Strange = "1.3.6.1.4.1.99999.1";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string AnyPurpose = "2.5.29.37.0";

    public static Extension Authority(int? pathLength = null, bool isCritical = true) => Write(BasicConstraints, isCritical, writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteBoolean(true);
            if (pathLength is { } length) writer.WriteInteger(length);
        }
    });

    public static Extension NoAuthority() => Write(BasicConstraints, isCritical: false, writer => writer.PushSequence().Dispose());

    /// <param name="bits">The named bits as they are numbered in RFC 5280, 4.2.1.3: 0 digitalSignature, 5 keyCertSign, 6 cRLSign.</param>
    public static Extension Usage(params int[] bits) => Write(KeyUsage, isCritical: true, writer =>
    {
        var value = bits.Aggregate(0, (all, bit) => all | (0x80 >> bit));
        writer.WriteBitString([(byte)value], value == 0 ? 0 : int.TrailingZeroCount(value));
    });

    public static Extension Purposes(params string[] oids) => Purposes(isCritical: false, oids);

    public static Extension Purposes(bool isCritical, params string[] oids) => Write(ExtendedKeyUsage, isCritical, writer =>
    {
        using (writer.PushSequence()) foreach (var oid in oids) writer.WriteObjectIdentifier(oid);
    });

    public static Extension SubjectKey(byte[] identifier, bool isCritical = false) =>
        Write(SubjectKeyIdentifier, isCritical, writer => writer.WriteOctetString(identifier));

    public static Extension AuthorityKey(byte[] identifier, bool isCritical = false) => Write(AuthorityKeyIdentifier, isCritical, writer =>
    {
        using (writer.PushSequence()) writer.WriteOctetString(identifier, new Asn1Tag(TagClass.ContextSpecific, 0));
    });

    /// <param name="names">As in <c>DNS:a.example</c>, <c>IP:192.0.2.1</c>, <c>email:</c>, <c>URI:</c>, <c>dir:CN</c>, <c>other:</c>.</param>
    public static Extension Names(params string[] names) => Names(isCritical: false, names);

    public static Extension Names(bool isCritical, params string[] names) => Write(SubjectAlternativeName, isCritical, writer =>
    {
        using (writer.PushSequence()) foreach (var name in names) GeneralName(writer, name);
    });

    public static Extension Constraints(string[] permitted, string[] excluded, bool isCritical = true) => Write(NameConstraints, isCritical, writer =>
    {
        using (writer.PushSequence())
        {
            Subtrees(writer, 0, permitted);
            Subtrees(writer, 1, excluded);
        }
    });

    public static Extension PolicyList(params string[] policies) => Write(Policies, isCritical: false, writer =>
    {
        using (writer.PushSequence()) foreach (var policy in policies) using (writer.PushSequence()) writer.WriteObjectIdentifier(policy);
    });

    public static Extension Mappings(params (string Issuer, string Subject)[] mappings) => Write(PolicyMappings, isCritical: true, writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var (issuer, subject) in mappings)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(issuer);
                    writer.WriteObjectIdentifier(subject);
                }
            }
        }
    });

    public static Extension PolicyLimits(int? requireExplicit = null, int? inhibitMapping = null, bool isCritical = true) => Write(PolicyConstraints, isCritical, writer =>
    {
        using (writer.PushSequence())
        {
            if (requireExplicit is { } required) writer.WriteInteger(required, new Asn1Tag(TagClass.ContextSpecific, 0));
            if (inhibitMapping is { } mapping) writer.WriteInteger(mapping, new Asn1Tag(TagClass.ContextSpecific, 1));
        }
    });

    public static Extension NoAnyPolicy(int after = 0, bool isCritical = true) => Write(InhibitAnyPolicy, isCritical, writer => writer.WriteInteger(after));

    /// <summary>A CRL distribution point with a URI.</summary>
    public static Extension ListAt(string uri) => Write(DistributionPoints, isCritical: false, writer =>
    {
        using (writer.PushSequence()) using (writer.PushSequence()) PointName(writer, uri);
    });

    /// <summary>DistributionPointName with a URI.</summary>
    public static void PointName(AsnWriter writer, string uri)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        using (writer.PushSequence(tag)) using (writer.PushSequence(tag)) GeneralName(writer, "URI:" + uri);
    }

    public static Extension Write(string oid, bool isCritical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new Extension(oid, isCritical, writer.Encode());
    }

    /// <summary>The key identifier by method 1 of RFC 5280, 4.2.1.2 (over all of the key's DER: any value would do).</summary>
    public static byte[] Identifier(AsymmetricAlgorithm key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..20];

    private static void Subtrees(AsnWriter writer, int number, string[] roots)
    {
        if (roots.Length == 0) return;
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, number)))
            foreach (var root in roots) using (writer.PushSequence()) GeneralName(writer, root);
    }

    private static void GeneralName(AsnWriter writer, string name)
    {
        var (kind, value) = (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        switch (kind)
        {
            case "email": Text(1); break;
            case "DNS": Text(2); break;
            case "URI": Text(6); break;
            case "IP": writer.WriteOctetString(Octets(value), new Asn1Tag(TagClass.ContextSpecific, 7)); break;
            case "dir":
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4))) writer.WriteEncodedValue(DistinguishedNames.Encode(value));
                break;
            case "other":
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteObjectIdentifier("1.3.6.1.4.1.99999.2");
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }

                break;
            default: throw new ArgumentException($"no kind of name: {kind}", nameof(name));
        }

        void Text(int number) => writer.WriteCharacterString(UniversalTagNumber.IA5String, value, new Asn1Tag(TagClass.ContextSpecific, number));
    }

    // An address, or an address and its mask: 192.0.2.0/255.255.255.0.
    private static byte[] Octets(string value) => [.. value.Split('/').SelectMany(part => IPAddress.Parse(part).GetAddressBytes())];
}
