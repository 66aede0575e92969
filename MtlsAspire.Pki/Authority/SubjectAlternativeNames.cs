using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>The subjectAltName extension (RFC 5280, 4.2.1.6).</summary>
internal static class SubjectAlternativeNames
{
    private const string Oid = "2.5.29.17";

    /// <summary>The extension; not critical, because the subject is never empty here.</summary>
    public static X509Extension Encode(IReadOnlyList<SubjectAlternativeName> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            name.AddTo(builder);
        }

        return builder.Build(critical: false);
    }

    /// <summary>Those of the names that a certificate does not have.</summary>
    public static IEnumerable<SubjectAlternativeName> MissingIn(X509Certificate2 certificate, IEnumerable<SubjectAlternativeName> names)
    {
        // Compared as they are encoded, which is the same for every kind of name.
        var present = certificate.Extensions[Oid] is { } extension ? EncodedNames(extension).ToHashSet() : [];
        return names.Where(name => !present.Contains(EncodedNames(Encode([name])).Single()));
    }

    private static IEnumerable<string> EncodedNames(X509Extension extension)
    {
        var reader = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            yield return Convert.ToHexString(reader.ReadEncodedValue().Span);
        }
    }
}
