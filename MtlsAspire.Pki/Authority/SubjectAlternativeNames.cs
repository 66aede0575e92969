using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
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

    /// <summary>Those of a certificate's names that are not among the names.</summary>
    public static IEnumerable<string> BeyondIn(X509Certificate2 certificate, IEnumerable<SubjectAlternativeName> names)
    {
        var wanted = names.Select(name => EncodedNames(Encode([name])).Single()).ToHashSet();
        return certificate.Extensions[Oid] is { } extension ? EncodedNames(extension).Where(name => !wanted.Contains(name)) : [];
    }

    /// <summary>The names in an extension.</summary>
    /// <exception cref="CryptographicException">The extension is damaged, or has names of other kinds than DNS, IP, URI and e-mail.</exception>
    public static IReadOnlyList<SubjectAlternativeName> Read(IEnumerable<X509Extension> extensions)
    {
        if (extensions.FirstOrDefault(extension => extension.Oid?.Value == Oid) is not { } found)
        {
            return [];
        }

        try
        {
            var names = new List<SubjectAlternativeName>();
            var reader = new AsnReader(found.RawData, AsnEncodingRules.DER).ReadSequence();
            while (reader.HasData)
            {
                names.Add(ReadName(reader));
            }

            return names;
        }
        catch (Exception exception) when (exception is AsnContentException or ArgumentException)
        {
            throw new CryptographicException("the subjectAltName extension is damaged", exception);
        }
    }

    private static SubjectAlternativeName ReadName(AsnReader reader)
    {
        var tag = reader.PeekTag();
        return tag switch
        {
            _ when tag.TagClass != TagClass.ContextSpecific => throw new AsnContentException(),
            { TagValue: 1 } => SubjectAlternativeName.Email(Text()),
            { TagValue: 2 } => SubjectAlternativeName.Dns(Text()),
            { TagValue: 6 } => SubjectAlternativeName.Parse("URI:" + Text()),
            { TagValue: 7 } => SubjectAlternativeName.Ip(new IPAddress(reader.ReadOctetString(tag))),
            _ => throw new CryptographicException("the subjectAltName extension has names of other kinds than DNS, IP, URI and e-mail"),
        };

        string Text() => reader.ReadCharacterString(UniversalTagNumber.IA5String, tag);
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
