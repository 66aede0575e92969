using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Where a part of the revocation lists is (RFC 5280, section 4.2.1.13).</summary>
/// <param name="Names">Its names; empty if it has none.</param>
/// <param name="NamesReasons">Whether the lists there are for some reasons only.</param>
/// <param name="NamesIssuer">Whether another CA than the certificate's issuer signs the lists there.</param>
internal sealed record DistributionPoint(
    IReadOnlyList<GeneralName> Names, bool NamesReasons, bool NamesIssuer)
{
    private static readonly Asn1Tag NameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ReasonsTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag IssuerTag = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag RelativeTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static IReadOnlyList<DistributionPoint> ReadAll(AsnReader reader, DistinguishedName issuer)
    {
        var sequence = reader.ReadSequence();
        if (!sequence.HasData) throw new AsnContentException("there is no distribution point in it");
        var points = new List<DistributionPoint>();
        while (sequence.HasData) points.Add(Read(sequence.ReadSequence(), issuer));
        return points;
    }

    /// <summary>Reads a DistributionPointName, if one comes next; one that is relative to the issuer is completed.</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static IReadOnlyList<GeneralName> ReadNames(AsnReader sequence, DistinguishedName issuer)
    {
        if (!sequence.HasData || sequence.PeekTag() != NameTag) return [];
        var name = sequence.ReadSequence(NameTag);
        IReadOnlyList<GeneralName> names = name.PeekTag() == RelativeTag
            ? [GeneralName.OfDirectory(issuer.Append(name, RelativeTag))]
            : GeneralName.ReadAll(name, NameTag);
        name.ThrowIfNotEmpty();
        return names;
    }

    /// <summary>Whether both name one place.</summary>
    public static bool Share(IReadOnlyList<GeneralName> one, IReadOnlyList<GeneralName> other) =>
        one.Any(name => other.Any(candidate => AreEqual(name, candidate)));

    private static DistributionPoint Read(AsnReader sequence, DistinguishedName issuer)
    {
        var names = ReadNames(sequence, issuer);
        var namesReasons = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(ReasonsTag);
        if (namesReasons) sequence.ReadBitString(out _, ReasonsTag);
        var namesIssuer = sequence.HasData && sequence.PeekTag() == IssuerTag;
        if (namesIssuer) GeneralName.ReadAll(sequence, IssuerTag);
        sequence.ThrowIfNotEmpty();
        if (names.Count == 0 && !namesIssuer)
            throw new AsnContentException("a distribution point has neither name nor issuer");
        return new DistributionPoint(names, namesReasons, namesIssuer);
    }

    private static bool AreEqual(GeneralName one, GeneralName other) => one.Kind == other.Kind && one.Kind switch
    {
        GeneralNameKind.Directory => one.Directory!.Equals(other.Directory),
        GeneralNameKind.Uri or GeneralNameKind.Email or GeneralNameKind.Dns => one.Text == other.Text,
        _ => false,
    };
}
