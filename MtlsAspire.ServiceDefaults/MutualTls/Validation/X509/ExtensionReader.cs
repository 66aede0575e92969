using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Reads the extensions of certificates (RFC 5280, section 4.2).</summary>
internal static class ExtensionReader
{
    /// <summary>Reads one extension into the others. What is wrong with it names the certificate <c>{subject}</c>.</summary>
    public static Finding? Read(CertificateExtensions extensions, string oid, bool isCritical, byte[] value, DistinguishedName issuer)
    {
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.DER);
            if (!TryRead(extensions, oid, isCritical, reader, issuer))
            {
                if (isCritical) extensions.UnknownCritical ??= oid;
                return null;
            }

            reader.ThrowIfNotEmpty();
            return isCritical && MustNotBeCritical(oid)
                ? Finding.Malformed($"The certificate '{{subject}}' marks its {Name(oid)} as critical, which RFC 5280 forbids.")
                : null;
        }
        catch (AsnContentException exception)
        {
            return Finding.Malformed($"The {Name(oid)} of certificate '{{subject}}' is malformed: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static bool TryRead(CertificateExtensions extensions, string oid, bool isCritical, AsnReader reader, DistinguishedName issuer)
    {
        switch (oid)
        {
            case Oids.SubjectKeyIdentifier:
                extensions.SubjectKeyIdentifier = NotEmpty(reader.ReadOctetString());
                return true;
            case Oids.AuthorityKeyIdentifier:
                extensions.AuthorityKeyIdentifier = ReadAuthorityKeyIdentifier(reader);
                return true;
            case Oids.KeyUsage:
                extensions.KeyUsage = ReadKeyUsage(reader);
                return true;
            case Oids.BasicConstraints:
                extensions.BasicConstraints = ReadBasicConstraints(reader, isCritical);
                return true;
            case Oids.ExtendedKeyUsage:
                extensions.ExtendedKeyUsage = ReadList(reader, purpose => purpose.ReadObjectIdentifier());
                extensions.IsExtendedKeyUsageCritical = isCritical;
                return true;
            case Oids.SubjectAlternativeName:
                extensions.AlternativeNames = GeneralName.ReadAll(reader);
                extensions.AreAlternativeNamesCritical = isCritical;
                return true;
            case Oids.IssuerAlternativeName:
                GeneralName.ReadAll(reader);
                return true;
            case Oids.NameConstraints:
                extensions.AreNameConstraintsCritical = isCritical;
                extensions.NameConstraints = NameConstraints.Read(reader);
                return true;
            case Oids.CertificatePolicies:
                extensions.Policies = ReadPolicies(reader);
                return true;
            case Oids.PolicyMappings:
                extensions.PolicyMappings = ReadList(reader, ReadMapping);
                return true;
            case Oids.PolicyConstraints:
                extensions.ArePolicyConstraintsCritical = isCritical;
                extensions.PolicyConstraints = ReadPolicyConstraints(reader);
                return true;
            case Oids.InhibitAnyPolicy:
                extensions.IsInhibitAnyPolicyCritical = isCritical;
                extensions.InhibitAnyPolicy = ReadCount(reader);
                return true;
            case Oids.CrlDistributionPoints:
                extensions.DistributionPoints = DistributionPoint.ReadAll(reader, issuer);
                return true;
            case Oids.FreshestCrl:
                DistributionPoint.ReadAll(reader, issuer);
                return true;
            case Oids.AuthorityInformationAccess:
                extensions.OcspResponders =
                [
                    .. ReadList(reader, ReadAccessDescription)
                        .Where(access => access is { Method: Oids.OcspAccess, Location.Kind: GeneralNameKind.Uri })
                        .Select(access => access.Location.Text),
                ];
                return true;
            case Oids.SubjectInformationAccess:
                ReadList(reader, ReadAccessDescription);
                return true;
            case Oids.OcspNoCheck when !isCritical:
                reader.ReadNull();
                extensions.HasOcspNoCheck = true;
                return true;
            default:
                return false;
        }
    }

    private static bool MustNotBeCritical(string oid) => oid is Oids.SubjectKeyIdentifier or Oids.AuthorityKeyIdentifier
        or Oids.AuthorityInformationAccess or Oids.SubjectInformationAccess or Oids.FreshestCrl;

    private static string Name(string oid) => oid switch
    {
        Oids.SubjectKeyIdentifier => "subject key identifier",
        Oids.AuthorityKeyIdentifier => "authority key identifier",
        Oids.KeyUsage => "key usage",
        Oids.BasicConstraints => "basic constraints",
        Oids.ExtendedKeyUsage => "extended key usage",
        Oids.SubjectAlternativeName => "subject alternative name",
        Oids.IssuerAlternativeName => "issuer alternative name",
        Oids.NameConstraints => "name constraints",
        Oids.CertificatePolicies => "certificate policies",
        Oids.PolicyMappings => "policy mappings",
        Oids.PolicyConstraints => "policy constraints",
        Oids.InhibitAnyPolicy => "inhibitAnyPolicy",
        Oids.CrlDistributionPoints => "CRL distribution points",
        Oids.FreshestCrl => "freshest CRL",
        Oids.AuthorityInformationAccess => "authority information access",
        Oids.SubjectInformationAccess => "subject information access",
        Oids.OcspNoCheck => "OCSP no check",
        _ => $"extension {oid}",
    };

    private static byte[] NotEmpty(byte[] octets) => octets.Length > 0 ? octets : throw new AsnContentException("it is empty");

    private static List<T> ReadList<T>(AsnReader reader, Func<AsnReader, T> read)
    {
        var sequence = reader.ReadSequence();
        if (!sequence.HasData) throw new AsnContentException("it is empty");
        var items = new List<T>();
        while (sequence.HasData) items.Add(read(sequence));
        return items;
    }

    private static AuthorityKeyIdentifier ReadAuthorityKeyIdentifier(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var keyTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var issuerTag = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        var serialTag = new Asn1Tag(TagClass.ContextSpecific, 2);
        var key = sequence.HasData && sequence.PeekTag() == keyTag ? NotEmpty(sequence.ReadOctetString(keyTag)) : null;
        var hasIssuer = sequence.HasData && sequence.PeekTag() == issuerTag;
        if (hasIssuer) GeneralName.ReadAll(sequence, issuerTag);
        var hasSerial = sequence.HasData && sequence.PeekTag() == serialTag;
        if (hasSerial) sequence.ReadIntegerBytes(serialTag);
        sequence.ThrowIfNotEmpty();
        return new AuthorityKeyIdentifier(key, hasIssuer || hasSerial);
    }

    private static KeyUsages ReadKeyUsage(AsnReader reader)
    {
        var usages = reader.ReadNamedBitListValue<KeyUsages>();
        return usages != KeyUsages.None ? usages : throw new AsnContentException("no bit is set");
    }

    private static BasicConstraints ReadBasicConstraints(AsnReader reader, bool isCritical)
    {
        var sequence = reader.ReadSequence();
        var isAuthority = false;
        if (sequence.HasData && sequence.PeekTag() == Asn1Tag.Boolean)
        {
            isAuthority = sequence.ReadBoolean();
            if (!isAuthority) throw new AsnContentException("it says that cA is false, which is the default");
        }

        int? pathLength = sequence.HasData ? ReadCount(sequence) : null;
        sequence.ThrowIfNotEmpty();
        if (pathLength is not null && !isAuthority) throw new AsnContentException("only a CA has a path length");
        return new BasicConstraints(isAuthority, pathLength, isCritical);
    }

    private static List<string> ReadPolicies(AsnReader reader)
    {
        var policies = ReadList(reader, information =>
        {
            var sequence = information.ReadSequence();
            var policy = sequence.ReadObjectIdentifier();
            if (sequence.HasData) ReadList(sequence, qualifier => qualifier.ReadSequence().ReadObjectIdentifier());
            sequence.ThrowIfNotEmpty();
            return policy;
        });
        return policies.Distinct(StringComparer.Ordinal).Count() == policies.Count
            ? policies
            : throw new AsnContentException("a policy stands there twice");
    }

    private static (string Issuer, string Subject) ReadMapping(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var mapping = (sequence.ReadObjectIdentifier(), sequence.ReadObjectIdentifier());
        sequence.ThrowIfNotEmpty();
        return mapping;
    }

    private static PolicyConstraints ReadPolicyConstraints(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        if (!sequence.HasData) throw new AsnContentException("they constrain nothing");
        var explicitTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var mappingTag = new Asn1Tag(TagClass.ContextSpecific, 1);
        int? explicitPolicy = sequence.HasData && sequence.PeekTag() == explicitTag ? ReadCount(sequence, explicitTag) : null;
        int? mapping = sequence.HasData && sequence.PeekTag() == mappingTag ? ReadCount(sequence, mappingTag) : null;
        sequence.ThrowIfNotEmpty();
        return new PolicyConstraints(explicitPolicy, mapping);
    }

    private static (string Method, GeneralName Location) ReadAccessDescription(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var access = (sequence.ReadObjectIdentifier(), GeneralName.Read(sequence));
        sequence.ThrowIfNotEmpty();
        return access;
    }

    // A count beyond what an int holds is as good as no limit, and stays one.
    private static int ReadCount(AsnReader reader, Asn1Tag? tag = null)
    {
        var number = reader.ReadInteger(tag);
        if (number.Sign < 0) throw new AsnContentException("a number is negative");
        return number > int.MaxValue ? int.MaxValue : (int)number;
    }
}
