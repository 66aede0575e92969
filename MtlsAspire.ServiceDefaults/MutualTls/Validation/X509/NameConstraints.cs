using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>The name constraints of a CA (RFC 5280, section 4.2.1.10).</summary>
/// <param name="Permitted">Subtrees in which names must lie.</param>
/// <param name="Excluded">Subtrees in which they must not.</param>
internal sealed record NameConstraints(IReadOnlyList<GeneralName> Permitted, IReadOnlyList<GeneralName> Excluded)
{
    private static readonly Asn1Tag PermittedTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExcludedTag = new(TagClass.ContextSpecific, 1);

    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static NameConstraints Read(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        if (!sequence.HasData) throw new AsnContentException("they constrain nothing");
        var permitted = ReadSubtrees(sequence, PermittedTag);
        var excluded = ReadSubtrees(sequence, ExcludedTag);
        sequence.ThrowIfNotEmpty();
        return new NameConstraints(permitted, excluded);
    }

    private static List<GeneralName> ReadSubtrees(AsnReader constraints, Asn1Tag tag)
    {
        var bases = new List<GeneralName>();
        if (!constraints.HasData || !constraints.PeekTag().HasSameClassAndValue(tag)) return bases;

        var subtrees = constraints.ReadSequence(tag);
        if (!subtrees.HasData) throw new AsnContentException("a list of subtrees is empty");
        while (subtrees.HasData)
        {
            var subtree = subtrees.ReadSequence();
            var root = GeneralName.Read(subtree);
            // "minimum MUST be zero, and maximum MUST be absent"; zero is the default, which DER does not write.
            if (subtree.HasData) throw new AsnContentException("a subtree has a minimum or a maximum");
            if (Problem(root) is { } problem) throw new AsnContentException(problem);
            bases.Add(root);
        }

        return bases;
    }

    private static string? Problem(GeneralName root) => root.Kind switch
    {
        GeneralNameKind.Dns when root.Text.Length > 0 && !Names.HostName.IsPlain(root.Text, allowUnderscore: true) =>
            $"'{root}' is no domain",
        GeneralNameKind.Email when !IsEmailConstraint(root.Text) => $"'{root}' is no mailbox, host or domain",
        GeneralNameKind.Uri when !Names.HostName.IsPlain(WithoutLeadingPeriod(root.Text), allowUnderscore: true) =>
            $"'{root}' is no host or domain",
        GeneralNameKind.IP when !Names.IPRange.IsWellFormed(root.Octets) => $"'{root}' is no address with a mask",
        _ => null,
    };

    private static bool IsEmailConstraint(string text) => text.Contains('@', StringComparison.Ordinal)
        ? Names.Mailbox.IsWellFormed(text)
        : Names.HostName.IsPlain(WithoutLeadingPeriod(text), allowUnderscore: true);

    private static string WithoutLeadingPeriod(string text) => text.StartsWith('.') ? text[1..] : text;
}
