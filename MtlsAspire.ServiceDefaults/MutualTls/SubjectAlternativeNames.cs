using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Reads all subject alternative names; the framework's reader has only domain names and addresses.</summary>
internal static class SubjectAlternativeNames
{
    private const string ExtensionOid = "2.5.29.17";

    // Context-specific tags of GeneralName (RFC 5280, section 4.2.1.6).
    private static readonly Asn1Tag Rfc822Name = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UniformResourceIdentifier = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag IPAddressOctets = new(TagClass.ContextSpecific, 7);

    /// <exception cref="AsnContentException">The extension is malformed.</exception>
    public static IReadOnlyList<SubjectAlternativeName> Read(X509Certificate2 certificate)
    {
        if (certificate.Extensions[ExtensionOid] is not { } extension) return [];

        var names = new List<SubjectAlternativeName>();
        var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag == DnsName) AddText(SubjectAlternativeName.Dns, tag);
            else if (tag == Rfc822Name) AddText(SubjectAlternativeName.Email, tag);
            else if (tag == UniformResourceIdentifier) AddText(SubjectAlternativeName.Uri, tag);
            else if (tag == IPAddressOctets) AddAddress(tag);
            else sequence.ReadEncodedValue();
        }

        return names;

        void AddText(string kind, Asn1Tag tag) =>
            names.Add(new SubjectAlternativeName(kind, sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag)));

        void AddAddress(Asn1Tag tag)
        {
            var octets = sequence.ReadOctetString(tag);
            // An address of a wrong length is no address; as text it must not look like one.
            var text = octets.Length is 4 or 16 ? new IPAddress(octets).ToString() : Convert.ToHexString(octets);
            names.Add(new SubjectAlternativeName(SubjectAlternativeName.IPAddress, text));
        }
    }
}
