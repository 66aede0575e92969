using System.Formats.Asn1;
using System.Net;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>A GeneralName (RFC 5280, section 4.2.1.6), as it stands: whether it makes sense is for others to say.</summary>
internal sealed class GeneralName
{
    private GeneralName(GeneralNameKind kind, string text, byte[] octets, DistinguishedName? directory)
    {
        Kind = kind;
        Text = text;
        Octets = octets;
        Directory = directory;
    }

    public GeneralNameKind Kind { get; }

    /// <summary>The text of a DNS name, an e-mail address or a URI; else empty.</summary>
    public string Text { get; }

    /// <summary>The octets of an IP address, or of an address and its mask; else empty.</summary>
    public byte[] Octets { get; }

    public DistinguishedName? Directory { get; }

    public static GeneralName OfEmail(string text) => new(GeneralNameKind.Email, text, [], directory: null);

    public static GeneralName OfDirectory(DistinguishedName name) => new(GeneralNameKind.Directory, "", [], name);

    /// <summary>The name for people, fit for logs.</summary>
    public override string ToString() => Kind switch
    {
        GeneralNameKind.Dns => $"DNS:{PrintableText.Of(Text)}",
        GeneralNameKind.Email => $"email:{PrintableText.Of(Text)}",
        GeneralNameKind.Uri => $"URI:{PrintableText.Of(Text)}",
        GeneralNameKind.IP => Octets.Length is 4 or 16 ? $"IP:{new IPAddress(Octets)}" : $"IP:#{Convert.ToHexString(Octets.AsSpan(0, Math.Min(Octets.Length, 32)))}",
        GeneralNameKind.Directory => $"directory:{Directory}",
        _ => Kind.ToString(),
    };

    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static GeneralName Read(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)GeneralNameKind.RegisteredId)
            throw new AsnContentException($"{tag} is no kind of name");

        var kind = (GeneralNameKind)tag.TagValue;
        switch (kind)
        {
            case GeneralNameKind.Email or GeneralNameKind.Dns or GeneralNameKind.Uri:
                return new GeneralName(kind, reader.ReadCharacterString(UniversalTagNumber.IA5String, tag), [], directory: null);
            case GeneralNameKind.IP:
                return new GeneralName(kind, "", reader.ReadOctetString(tag), directory: null);
            case GeneralNameKind.Directory:
                // A CHOICE is tagged explicitly, also in a module of implicit tags (X.680, 31.2.7).
                var inner = reader.ReadSequence(tag);
                var name = DistinguishedName.Read(inner);
                inner.ThrowIfNotEmpty();
                return new GeneralName(kind, "", [], name);
            case GeneralNameKind.RegisteredId:
                reader.ReadObjectIdentifier(tag);
                return new GeneralName(kind, "", [], directory: null);
            default:
                if (!tag.IsConstructed) throw new AsnContentException($"a name of kind {kind} must be constructed");
                reader.ReadEncodedValue();
                return new GeneralName(kind, "", [], directory: null);
        }
    }

    /// <summary>Reads GeneralNames: at least one.</summary>
    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static IReadOnlyList<GeneralName> ReadAll(AsnReader reader, Asn1Tag? tag = null)
    {
        var sequence = reader.ReadSequence(tag);
        if (!sequence.HasData) throw new AsnContentException("there is no name in it");
        var names = new List<GeneralName>();
        while (sequence.HasData) names.Add(Read(sequence));
        return names;
    }
}
