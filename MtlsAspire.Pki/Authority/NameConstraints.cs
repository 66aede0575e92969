using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>The names that a CA may, and may not, certify (RFC 5280, 4.2.1.10).</summary>
/// <param name="Permitted">Name spaces to which names of the same kind are confined; names of other kinds are free.</param>
/// <param name="Excluded">Name spaces that are forbidden.</param>
public sealed record NameConstraints(IReadOnlyList<NameSubtree> Permitted, IReadOnlyList<NameSubtree> Excluded)
{
    private const string Oid = "2.5.29.30";

    /// <summary>The first of the names that a CA under these constraints must not certify, or null.</summary>
    /// <param name="names">The names that a certificate shall have.</param>
    public SubjectAlternativeName? FirstForbidden(IEnumerable<SubjectAlternativeName> names) => names.FirstOrDefault(name =>
        Excluded.Any(subtree => subtree.Contains(name))
        || (Permitted.Any(subtree => subtree.Kind == name.Kind) && !Permitted.Any(subtree => subtree.Contains(name))));

    /// <summary>The extension, critical as the RFC demands.</summary>
    internal X509Extension Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, Permitted, tag: 0);
            Write(writer, Excluded, tag: 1);
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    private static void Write(AsnWriter writer, IReadOnlyList<NameSubtree> subtrees, int tag)
    {
        if (subtrees.Count == 0)
        {
            return;
        }

        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
        {
            foreach (var subtree in subtrees)
            {
                using (writer.PushSequence())
                {
                    subtree.WriteTo(writer);
                }
            }
        }
    }
}
