using System.Formats.Asn1;
using System.Text;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>A distinguished name (RFC 5280, section 4.1.2.4), compared as section 7.1 says.</summary>
/// <remarks>
/// Text is compared without regard to case, to the kind of string, and to how much white space there is. Letters outside
/// ASCII are folded by simple case mapping; no other Unicode normalization is done, which can only keep names apart.
/// </remarks>
internal sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        [Oids.CommonName] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        [Oids.Country] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        [Oids.Organization] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.42"] = "GN",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        [Oids.EmailAddress] = "emailAddress",
    };

    private readonly string[] _rdns;
    private readonly string _key;
    private string? _text;

    private DistinguishedName(string[] rdns, List<(string Type, string? Text)> attributes)
    {
        _rdns = rdns;
        _key = string.Join('\n', rdns);
        Attributes = attributes;
    }

    /// <summary>All attributes in their order; those that are no text have none.</summary>
    public IReadOnlyList<(string Type, string? Text)> Attributes { get; }

    public bool IsEmpty => _rdns.Length == 0;

    /// <summary>The number of relative distinguished names.</summary>
    public int Length => _rdns.Length;

    public IEnumerable<string> Texts(string type) => Attributes.Where(attribute => attribute.Type == type).Select(attribute => attribute.Text ?? "");

    public bool Has(string type) => Attributes.Any(attribute => attribute.Type == type);

    /// <summary>Whether this name is at or below another one (RFC 5280, section 4.2.1.10).</summary>
    public bool IsWithin(DistinguishedName root) =>
        root._rdns.Length <= _rdns.Length && root._rdns.AsSpan().SequenceEqual(_rdns.AsSpan(0, root._rdns.Length));

    /// <summary>Whether both names stand for parts of one organization: all but their common names is equal, and there is more than a country.</summary>
    public bool SharesOrganizationWith(DistinguishedName other)
    {
        var mine = WithoutCommonName();
        return mine.Any(rdn => !rdn.StartsWith(Oids.Country + "=", StringComparison.Ordinal)) && mine.SequenceEqual(other.WithoutCommonName());
    }

    public bool Equals(DistinguishedName? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name as people read it (RFC 4514: the last part first), fit for logs.</summary>
    public override string ToString() => _text ??= PrintableText.Of(IsEmpty
        ? "(empty)"
        : string.Join(", ", Attributes.Reverse().Select(attribute => $"{ShortNames.GetValueOrDefault(attribute.Type, attribute.Type)}={attribute.Text ?? "#…"}")));

    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static DistinguishedName Read(AsnReader reader, Asn1Tag? tag = null)
    {
        var sequence = reader.ReadSequence(tag);
        var rdns = new List<string>();
        var attributes = new List<(string Type, string? Text)>();
        while (sequence.HasData) rdns.Add(ReadRdn(sequence.ReadSetOf(), attributes));

        return new DistinguishedName([.. rdns], attributes);
    }

    /// <summary>This name with one more part, a RelativeDistinguishedName that comes next (RFC 5280, section 4.2.1.13).</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public DistinguishedName Append(AsnReader reader, Asn1Tag tag)
    {
        var attributes = new List<(string Type, string? Text)>(Attributes);
        return new DistinguishedName([.. _rdns, ReadRdn(reader.ReadSetOf(tag), attributes)], attributes);
    }

    private static string ReadRdn(AsnReader set, List<(string Type, string? Text)> attributes)
    {
        if (!set.HasData) throw new AsnContentException("a relative distinguished name is empty");
        var parts = new List<string>();
        while (set.HasData) parts.Add(ReadAttribute(set.ReadSequence(), attributes));
        parts.Sort(StringComparer.Ordinal);
        return string.Join('+', parts);
    }

    private static string ReadAttribute(AsnReader attribute, List<(string Type, string? Text)> attributes)
    {
        var type = attribute.ReadObjectIdentifier();
        var encoded = attribute.PeekEncodedValue();
        var text = ReadText(attribute);
        attribute.ThrowIfNotEmpty();
        attributes.Add((type, text));
        return text is null ? $"{type}=#{Convert.ToHexString(encoded.Span)}" : $"{type}={Fold(text)}";
    }

    private static string? ReadText(AsnReader attribute)
    {
        var tag = attribute.PeekTag();
        if (tag.TagClass == TagClass.Universal && !tag.IsConstructed)
        {
            switch ((UniversalTagNumber)tag.TagValue)
            {
                case UniversalTagNumber.UTF8String:
                case UniversalTagNumber.PrintableString:
                case UniversalTagNumber.IA5String:
                case UniversalTagNumber.BMPString:
                case UniversalTagNumber.NumericString:
                case UniversalTagNumber.VisibleString:
                case UniversalTagNumber.T61String:
                    return attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);
            }
        }

        attribute.ReadEncodedValue();
        return null;
    }

    private IEnumerable<string> WithoutCommonName() =>
        _rdns.Where(rdn => !rdn.StartsWith(Oids.CommonName + "=", StringComparison.Ordinal));

    // What separates parts in keys is escaped, so that no two names share a key.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var pendingSpace = false;
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
            {
                pendingSpace = folded.Length > 0;
                continue;
            }

            if (pendingSpace) folded.Append(' ');
            pendingSpace = false;
            if (letter is '+' or '#' or '\\') folded.Append('\\');
            folded.Append(char.ToLowerInvariant(letter));
        }

        return folded.ToString();
    }
}
