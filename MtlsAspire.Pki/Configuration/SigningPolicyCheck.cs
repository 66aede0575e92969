using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Decides on a foreign signing request by the policy.</summary>
internal static class SigningPolicyCheck
{
    /// <summary>What the certificate for a request says, if the policy allows it.</summary>
    /// <exception cref="PkiException">It does not; the message says what is not allowed.</exception>
    public static (string Name, LeafRequest Leaf) Apply(SigningPolicy policy, ForeignRequest request, PkiConfiguration configuration)
    {
        if (!policy.KeyTypes.Contains(request.KeyType))
        {
            throw new PkiException(
                $"The signing request is refused: its key is {KeyTypes.NameOf(request.KeyType)}, allowed are {string.Join(", ", policy.KeyTypes.Select(KeyTypes.NameOf))}.");
        }

        var name = policy.Name ?? request.CommonName ?? throw new PkiException("The signing request is refused: its subject must have one common name (CN).");
        if (!IdentityDeclaration.IsUsable(name))
        {
            throw new PkiException(
                "The signing request is refused: its common name must be the name of an identity, that is lower-case letters, digits and hyphens, at most 64, and not that of a CA.");
        }

        // The identity's own SPIFFE ID is given whether it is asked for or not; X.509-SVIDs have one URI and no other.
        var own = SubjectAlternativeName.SpiffeId(configuration.TrustDomain, name);
        var names = request.AlternativeNames.Where(alternative => alternative != own).Distinct().ToList();
        if (names.Find(alternative => !policy.AllowedNames.Any(pattern => pattern.Matches(alternative))) is { } forbidden)
        {
            throw new PkiException($"The signing request is refused: it asks for {forbidden}, which the policy does not allow (signing.allowedNames in pki.json).");
        }

        if (!names.Exists(IsSpiffe))
        {
            names.Add(own);
        }

        return (name, new LeafRequest
        {
            Subject = SubjectName.Of(name, configuration.Subject, policy.Roles),
            AlternativeNames = names,
            Profile = policy.Profile with { Lifetime = policy.Lifetime },
        });
    }

    private static bool IsSpiffe(SubjectAlternativeName name) => name.Kind == "URI" && name.Value.StartsWith("spiffe:", StringComparison.Ordinal);
}
