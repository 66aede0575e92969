using MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>
/// The name constraints that have gathered on the way down a path (RFC 5280, section 6.1, permitted_subtrees and
/// excluded_subtrees). Each CA's are kept apart: a name must satisfy all of them.
/// </summary>
internal sealed class NameConstraintRules(Budget budget)
{
    private readonly List<(ParsedCertificate Owner, NameConstraints Constraints)> _gathered = [];

    public void Add(ParsedCertificate authority)
    {
        if (authority.Extensions.NameConstraints is { } constraints) _gathered.Add((authority, constraints));
    }

    /// <exception cref="TooComplexException">There are too many names or constraints.</exception>
    public Finding? Check(ParsedCertificate certificate)
    {
        if (_gathered.Count == 0) return null;

        foreach (var name in NamesOf(certificate))
        {
            foreach (var (owner, constraints) in _gathered)
            {
                if (Violates(name, constraints))
                {
                    return new Finding(
                        RefusalReason.NameConstraintsViolated,
                        $"The name '{name}' in certificate {certificate} lies outside the name constraints of CA {owner}.");
                }
            }
        }

        return null;
    }

    // The subject is a directory name, and may hold e-mail addresses of an older custom (RFC 5280, section 4.2.1.10).
    private static IEnumerable<GeneralName> NamesOf(ParsedCertificate certificate)
    {
        if (!certificate.Subject.IsEmpty) yield return GeneralName.OfDirectory(certificate.Subject);
        foreach (var address in certificate.Subject.Texts(Oids.EmailAddress)) yield return GeneralName.OfEmail(address);
        foreach (var name in certificate.Extensions.AlternativeNames ?? []) yield return name;
    }

    private bool Violates(GeneralName name, NameConstraints constraints)
    {
        foreach (var root in constraints.Excluded)
        {
            budget.SpendNameComparison();
            if (root.Kind == name.Kind && MayBeWithin(name, root)) return true;
        }

        var isConstrained = false;
        foreach (var root in constraints.Permitted)
        {
            budget.SpendNameComparison();
            if (root.Kind != name.Kind) continue;
            isConstrained = true;
            if (IsWithin(name, root)) return false;
        }

        return isConstrained;
    }

    /// <summary>Whether all that a name stands for lies in a permitted subtree. What is not understood does not.</summary>
    private static bool IsWithin(GeneralName name, GeneralName root) => name.Kind switch
    {
        GeneralNameKind.Dns => HostName.IsWithin(WithoutWildcard(name.Text), root.Text),
        GeneralNameKind.Email => IsMailboxWithin(name.Text, root.Text),
        GeneralNameKind.Uri => UriName.Host(name.Text) is { } host && IsHostWithin(host, root.Text),
        GeneralNameKind.IP => IPRange.Contains(root.Octets, name.Octets),
        GeneralNameKind.Directory => name.Directory!.IsWithin(root.Directory!),
        _ => false,
    };

    /// <summary>Whether something that a name stands for may lie in an excluded subtree. What is not understood may.</summary>
    private static bool MayBeWithin(GeneralName name, GeneralName root) => name.Kind switch
    {
        GeneralNameKind.Dns => IsWithin(name, root) || WildcardReaches(name.Text, root.Text),
        GeneralNameKind.Email => !name.Text.Contains('@', StringComparison.Ordinal) || IsMailboxWithin(name.Text, root.Text),
        GeneralNameKind.Uri => UriName.Host(name.Text) is not { } host || IsHostWithin(host, root.Text),
        GeneralNameKind.IP => IPRange.Contains(root.Octets, name.Octets),
        GeneralNameKind.Directory => name.Directory!.IsWithin(root.Directory!),
        _ => true,
    };

    private static ReadOnlySpan<char> WithoutWildcard(string name) =>
        name.StartsWith("*.", StringComparison.Ordinal) ? name.AsSpan(2) : name;

    // *.example.com may stand for bar.example.com, which is excluded, although it is not below it.
    private static bool WildcardReaches(string name, string root) =>
        name.StartsWith("*.", StringComparison.Ordinal) && HostName.Covers(name, root);

    private static bool IsMailboxWithin(string mailbox, string root)
    {
        if (root.Contains('@', StringComparison.Ordinal)) return Mailbox.AreEqual(mailbox, root);
        return IsHostWithin(mailbox[(mailbox.LastIndexOf('@') + 1)..], root);
    }

    // For e-mail addresses and URIs a host stands for itself, and a domain begins with a period.
    private static bool IsHostWithin(string host, string root) => root.StartsWith('.')
        ? host.Length > root.Length && host.EndsWith(root, StringComparison.OrdinalIgnoreCase)
        : host.Equals(root, StringComparison.OrdinalIgnoreCase);
}
