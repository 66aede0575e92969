using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Distinguished names of subjects (RFC 5280, 4.1.2.6).</summary>
public static class SubjectName
{
    /// <summary>The organization that every subject made here belongs to, unless another is given.</summary>
    public const string DefaultOrganization = "MtlsAspire";

    private const string OrganizationalUnit = "2.5.4.11";

    /// <summary>The name that reads <c>CN=commonName, O=organization</c>.</summary>
    /// <param name="commonName">The subject's own name, at most 64 characters (RFC 5280, appendix A, ub-common-name).</param>
    /// <param name="organization">The organization, at most 64 characters (ub-organization-name).</param>
    /// <exception cref="ArgumentException">A part is empty or too long.</exception>
    public static X500DistinguishedName Of(string commonName, string organization = DefaultOrganization) =>
        Of(commonName, new SubjectFields { Organization = organization }, roles: []);

    /// <summary>The name that reads <c>CN=commonName, OU=role, …, O=…, L=…, ST=…, C=…</c>; written from C to CN, as directories are.</summary>
    /// <param name="commonName">The subject's own name, at most 64 characters.</param>
    /// <param name="fields">The fields beside it.</param>
    /// <param name="roles">What the subject may act as: one organizationalUnitName each, at most 64 characters.</param>
    /// <exception cref="ArgumentException">A part is empty or too long, or the country is not two letters.</exception>
    public static X500DistinguishedName Of(string commonName, SubjectFields fields, IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(roles);
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(Checked(commonName, nameof(commonName), 64));
        foreach (var role in roles)
        {
            builder.AddOrganizationalUnitName(Checked(role, nameof(roles), 64));
        }

        Add(fields.Organization, 64, builder.AddOrganizationName);
        Add(fields.Locality, 128, builder.AddLocalityName);
        Add(fields.State, 128, builder.AddStateOrProvinceName);
        if (fields.Country is { } country)
        {
            builder.AddCountryOrRegion(country.Length == 2 && country.All(char.IsAsciiLetter)
                ? country.ToUpperInvariant()
                : throw new ArgumentException($"'{country}' is not a country: write two letters, such as DE", nameof(fields)));
        }

        return builder.Build();

        void Add(string? value, int longest, Action<string> add)
        {
            if (value is not null)
            {
                add(Checked(value, nameof(fields), longest));
            }
        }
    }

    /// <summary>The roles in a subject: its organizational units, in the order in which they were given.</summary>
    /// <param name="subject">The subject.</param>
    public static IReadOnlyList<string> RolesOf(X500DistinguishedName subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return
        [
            .. subject.EnumerateRelativeDistinguishedNames(reversed: true)
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnit)
                .Select(part => part.GetSingleElementValue())
                .OfType<string>(),
        ];
    }

    private static string Checked(string value, string parameter, int longest)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (value.Any(char.IsControl))
        {
            throw new ArgumentException($"'{new string([.. value.Select(c => char.IsControl(c) ? '?' : c)])}' contains a control character", parameter);
        }

        return value.Length <= longest ? value : throw new ArgumentException($"'{value}' is longer than {longest} characters", parameter);
    }
}
