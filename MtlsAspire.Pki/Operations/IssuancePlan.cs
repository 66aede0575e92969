using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Operations;

/// <summary>How the certificate of an identity is made: as declared, and bent by its defect.</summary>
internal sealed record IssuancePlan
{
    private const string WrongHost = "wrong.invalid"; // RFC 2606, 2: no host ever has this name

    public required IdentityDeclaration Identity { get; init; }

    public required LeafRequest Request { get; init; }

    public required KeyType KeyType { get; init; }

    public PlannedIssuer Issuer { get; init; } = PlannedIssuer.Issuing;

    /// <summary>Whether the issuing CA's certificate follows the leaf in its file.</summary>
    public bool HasChain { get; init; } = true;

    public IdentityDefect? Defect => Identity.Defect;

    public string Name => Identity.Name;

    public static IssuancePlan For(IdentityDeclaration identity, DateTimeOffset now)
    {
        var request = identity.Request;
        var plan = new IssuancePlan { Identity = identity, Request = request, KeyType = identity.KeyType };
        return identity.Defect switch
        {
            IdentityDefect.Expired => plan with { Request = request with { Validity = new Validity(now.AddDays(-31), now.AddDays(-1)) } },
            IdentityDefect.NotYetValid => plan with { Request = request with { Validity = new Validity(now.AddDays(365), now.AddDays(395)) } },
            IdentityDefect.Untrusted => plan with { Issuer = PlannedIssuer.Untrusted, HasChain = false },
            IdentityDefect.SelfSigned => plan with { Issuer = PlannedIssuer.Self, HasChain = false },
            IdentityDefect.WrongEku => plan with { Request = request with { Profile = WithOtherPurpose(request.Profile) } },
            IdentityDefect.MissingIntermediate => plan with { HasChain = false },
            IdentityDefect.WrongName => plan with { Request = request with { AlternativeNames = WrongNames(request, identity.Name) } },
            IdentityDefect.WeakKey => plan with { KeyType = KeyType.Rsa1024 },
            IdentityDefect.WeakHash => plan with { Request = request with { WeakHash = true } },
            IdentityDefect.CnOnly => plan with { Request = request with { AlternativeNames = [] } },
            _ => plan,
        };
    }

    private static CertificateProfile WithOtherPurpose(CertificateProfile profile) => profile with
    {
        ExtendedKeyUsages = profile.ExtendedKeyUsages switch
        {
            [CertificateProfile.ServerAuthentication] => [CertificateProfile.ClientAuthentication],
            [CertificateProfile.ClientAuthentication] => [CertificateProfile.ServerAuthentication],
            _ => [CertificateProfile.EmailProtection],
        },
    };

    private static IReadOnlyList<SubjectAlternativeName> WrongNames(LeafRequest request, string name) =>
    [
        .. request.AlternativeNames.Any(alternative => alternative.Kind is "DNS" or "IP") ? [SubjectAlternativeName.Dns(WrongHost)] : Array.Empty<SubjectAlternativeName>(),
        SubjectAlternativeName.SpiffeId(WrongHost, name),
    ];
}
