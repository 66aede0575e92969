using System.Formats.Asn1;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>Writes distinguished names from texts as <c>O=Acme;CN=a</c>, in that order; an empty text is an empty name.</summary>
public static class DistinguishedNames
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["CN"] = "2.5.4.3", ["C"] = "2.5.4.6", ["O"] = "2.5.4.10", ["OU"] = "2.5.4.11", ["E"] = "1.2.840.113549.1.9.1",
    };

    public static byte[] Encode(string name, UniversalTagNumber kind = UniversalTagNumber.UTF8String)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var part in name.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Types[part[..equals]]);
                    writer.WriteCharacterString(part.StartsWith("E=", StringComparison.Ordinal) ? UniversalTagNumber.IA5String : kind, part[(equals + 1)..]);
                }
            }
        }

        return writer.Encode();
    }
}
