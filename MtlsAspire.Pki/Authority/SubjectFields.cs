namespace MtlsAspire.Pki.Authority;

/// <summary>The fields of a subject beside its common name and its roles (RFC 5280, 4.1.2.4; bounds of appendix A.1).</summary>
public sealed record SubjectFields
{
    /// <summary>Only the organization, <see cref="SubjectName.DefaultOrganization"/>.</summary>
    public static SubjectFields Default { get; } = new();

    /// <summary>countryName (C): two letters, ISO 3166; null for none.</summary>
    public string? Country { get; init; }

    /// <summary>stateOrProvinceName (ST), at most 128 characters; null for none.</summary>
    public string? State { get; init; }

    /// <summary>localityName (L), at most 128 characters; null for none.</summary>
    public string? Locality { get; init; }

    /// <summary>organizationName (O), at most 64 characters; null for none.</summary>
    public string? Organization { get; init; } = SubjectName.DefaultOrganization;
}
