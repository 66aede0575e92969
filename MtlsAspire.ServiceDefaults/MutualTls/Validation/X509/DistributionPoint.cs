using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Where a part of the revocation lists is (RFC 5280, section 4.2.1.13).</summary>
/// <param name="FullNames">Its names; empty if it is named relative to the issuer, or not at all.</param>
/// <param name="RelativeName">Its name relative to the issuer, in DER.</param>
/// <param name="NamesReasons">Whether the lists there are for some reasons only.</param>
/// <param name="NamesIssuer">Whether another CA than the certificate's issuer signs the lists there.</param>
internal sealed record DistributionPoint(
    IReadOnlyList<GeneralName> FullNames, ReadOnlyMemory<byte>? RelativeName, bool NamesReasons, bool NamesIssuer)
{
    private static readonly Asn1Tag NameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ReasonsTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag IssuerTag = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag RelativeTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static IReadOnlyList<DistributionPoint> ReadAll(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        if (!sequence.HasData) throw new AsnContentException("there is no distribution point in it");
        var points = new List<DistributionPoint>();
        while (sequence.HasData) points.Add(Read(sequence.ReadSequence()));
        return points;
    }

    /// <summary>Reads a DistributionPointName, if one comes next.</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static (IReadOnlyList<GeneralName> FullNames, ReadOnlyMemory<byte>? RelativeName) ReadName(AsnReader sequence)
    {
        if (!sequence.HasData || sequence.PeekTag() != NameTag) return ([], null);
        var name = sequence.ReadSequence(NameTag);
        (IReadOnlyList<GeneralName>, ReadOnlyMemory<byte>?) result = name.PeekTag() == RelativeTag
            ? ([], name.ReadEncodedValue())
            : (GeneralName.ReadAll(name, NameTag), null);
        name.ThrowIfNotEmpty();
        return result;
    }

    /// <summary>Whether both name one place.</summary>
    public static bool Share(
        (IReadOnlyList<GeneralName> FullNames, ReadOnlyMemory<byte>? RelativeName) one,
        (IReadOnlyList<GeneralName> FullNames, ReadOnlyMemory<byte>? RelativeName) other) =>
        (one.RelativeName is { } mine && other.RelativeName is { } theirs && mine.Span.SequenceEqual(theirs.Span))
        || one.FullNames.Any(name => other.FullNames.Any(candidate => AreEqual(name, candidate)));

    private static DistributionPoint Read(AsnReader sequence)
    {
        var (fullNames, relativeName) = ReadName(sequence);
        var namesReasons = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(ReasonsTag);
        if (namesReasons) sequence.ReadBitString(out _, ReasonsTag);
        var namesIssuer = sequence.HasData && sequence.PeekTag() == IssuerTag;
        if (namesIssuer) GeneralName.ReadAll(sequence, IssuerTag);
        sequence.ThrowIfNotEmpty();
        if (fullNames.Count == 0 && relativeName is null && !namesIssuer)
            throw new AsnContentException("a distribution point has neither name nor issuer");
        return new DistributionPoint(fullNames, relativeName, namesReasons, namesIssuer);
    }

    private static bool AreEqual(GeneralName one, GeneralName other) => one.Kind == other.Kind && one.Kind switch
    {
        GeneralNameKind.Directory => one.Directory!.Equals(other.Directory),
        GeneralNameKind.Uri or GeneralNameKind.Email or GeneralNameKind.Dns => one.Text == other.Text,
        _ => false,
    };
}
