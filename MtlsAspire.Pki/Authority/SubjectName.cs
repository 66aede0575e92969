using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Distinguished names of subjects (RFC 5280, 4.1.2.6).</summary>
public static class SubjectName
{
    /// <summary>The organization that every subject made here belongs to, unless another is given.</summary>
    public const string DefaultOrganization = "MtlsAspire";

    /// <summary>The name that reads <c>CN=commonName, O=organization</c>.</summary>
    /// <param name="commonName">The subject's own name, at most 64 characters (RFC 5280, appendix A, ub-common-name).</param>
    /// <param name="organization">The organization, at most 64 characters (ub-organization-name).</param>
    /// <exception cref="ArgumentException">A part is empty or too long.</exception>
    public static X500DistinguishedName Of(string commonName, string organization = DefaultOrganization)
    {
        Check(commonName, nameof(commonName));
        Check(organization, nameof(organization));

        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        builder.AddOrganizationName(organization);
        return builder.Build();
    }

    private static void Check(string value, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (value.Length > 64)
        {
            throw new ArgumentException($"'{value}' is longer than 64 characters", parameter);
        }
    }
}
