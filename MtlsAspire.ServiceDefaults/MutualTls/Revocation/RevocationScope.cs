using System.Formats.Asn1;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>Which of its issuer's certificates a list is about: its issuing distribution point (RFC 5280, section 5.2.5).</summary>
/// <param name="Names">The names of its distribution point; empty if the list is not one part of several.</param>
/// <param name="OnlyUsers">Only certificates that are not those of CAs.</param>
/// <param name="OnlyAuthorities">Only certificates of CAs.</param>
/// <param name="OnlyAttributes">Only attribute certificates.</param>
/// <param name="Reasons">The reasons it is limited to, as bits of ReasonFlags; all if it is not.</param>
/// <param name="IsIndirect">Whether it also holds certificates of other issuers.</param>
internal sealed record RevocationScope(
    IReadOnlyList<GeneralName> Names,
    bool OnlyUsers,
    bool OnlyAuthorities,
    bool OnlyAttributes,
    int Reasons,
    bool IsIndirect)
{
    /// <summary>Bits 1 to 8 of ReasonFlags: every reason there is.</summary>
    public const int AllReasons = 0b1_1111_1110;

    public static RevocationScope Everything { get; } = new(Names: [], OnlyUsers: false, OnlyAuthorities: false, OnlyAttributes: false, AllReasons, IsIndirect: false);

    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static RevocationScope Read(AsnReader reader, DistinguishedName issuer)
    {
        var sequence = reader.ReadSequence();
        var names = DistributionPoint.ReadNames(sequence, issuer);
        var onlyUsers = ReadFlag(sequence, 1);
        var onlyAuthorities = ReadFlag(sequence, 2);
        var reasonsTag = new Asn1Tag(TagClass.ContextSpecific, 3);
        var reasons = sequence.HasData && sequence.PeekTag() == reasonsTag ? (int)sequence.ReadNamedBitListValue<ReasonBits>(reasonsTag) & AllReasons : AllReasons;
        var isIndirect = ReadFlag(sequence, 4);
        var onlyAttributes = ReadFlag(sequence, 5);
        sequence.ThrowIfNotEmpty();
        if ((onlyUsers ? 1 : 0) + (onlyAuthorities ? 1 : 0) + (onlyAttributes ? 1 : 0) > 1) throw new AsnContentException("it is limited to more than one kind of certificates");
        return new RevocationScope(names, onlyUsers, onlyAuthorities, onlyAttributes, reasons, isIndirect);
    }

    /// <summary>Whether the list is about a certificate of its issuer (RFC 5280, section 6.3.3, step b).</summary>
    public bool Covers(ParsedCertificate certificate)
    {
        if (OnlyAttributes || (certificate.IsAuthority ? OnlyUsers : OnlyAuthorities)) return false;
        if (Names.Count == 0) return true;

        foreach (var point in certificate.Extensions.DistributionPoints ?? [])
        {
            // A point of another CRL issuer is for indirect lists.
            if (!point.NamesIssuer && DistributionPoint.Share(Names, point.Names)) return true;
        }

        return false;
    }

    private static bool ReadFlag(AsnReader sequence, int number)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number);
        if (!sequence.HasData || sequence.PeekTag() != tag) return false;
        return sequence.ReadBoolean(tag) ? true : throw new AsnContentException("it says that something is false, which is the default");
    }
}
