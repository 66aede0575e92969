using MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>
/// Validates a path whose signatures are known to be good (RFC 5280, section 6.1), but for time and revocation: what
/// is decided here stays true.
/// </summary>
/// <param name="purpose">What the path shall be good for.</param>
/// <param name="checkLeaf">What is asked of the certificate at its end.</param>
/// <param name="options">How strictly.</param>
internal sealed class PathRules(PurposeRules purpose, Func<ParsedCertificate, Finding?> checkLeaf, PeerValidationOptions options)
{
    /// <param name="path">Leaf first, trust anchor last.</param>
    /// <param name="budget">What it may cost.</param>
    /// <exception cref="TooComplexException">It would cost more.</exception>
    public Finding? Check(IReadOnlyList<ParsedCertificate> path, Budget budget) =>
        CheckProfile(path)
        ?? CheckPathLength(path)
        ?? CheckNames(path, budget)
        ?? CheckPolicies(path, budget)
        ?? CheckPurpose(path);

    private Finding? CheckProfile(IReadOnlyList<ParsedCertificate> path)
    {
        if (AuthorityRules.CheckAnchor(path[^1], options) is { } anchorFinding) return anchorFinding;
        for (var index = path.Count - 2; index > 0; index--)
        {
            if (AuthorityRules.CheckIntermediate(path[index], options) is { } finding) return finding;
        }

        return checkLeaf(path[0]);
    }

    private static Finding? CheckPathLength(IReadOnlyList<ParsedCertificate> path)
    {
        ParsedCertificate? limiting = null;
        var left = int.MaxValue;
        for (var index = path.Count - 1; index > 0; index--)
        {
            var authority = path[index];
            var isAnchor = index == path.Count - 1;
            // A self-issued CA is the same CA with another key, and does not count (section 6.1.4, step l).
            if (!isAnchor && !authority.IsSelfIssued && limiting is not null && --left < 0)
            {
                return new Finding(
                    RefusalReason.InvalidCa,
                    $"The CA {limiting} allows {limiting.Extensions.BasicConstraints!.PathLength} CAs below itself, and CA {authority} is one more.");
            }

            if (authority.Extensions.BasicConstraints?.PathLength is { } length && length < left) (left, limiting) = (length, authority);
        }

        return null;
    }

    private Finding? CheckNames(IReadOnlyList<ParsedCertificate> path, Budget budget)
    {
        var rules = new NameConstraintRules(budget);
        for (var index = path.Count - 1; index >= 0; index--)
        {
            var certificate = path[index];
            var isConstrained = index < path.Count - 1 && (index == 0 || !certificate.IsSelfIssued);
            if (index > 0 && certificate.Extensions.AlternativeNames is { } names
                && AlternativeNameRules.CheckSyntax(certificate, names, options) is { } malformed)
            {
                return malformed;
            }

            if (isConstrained && rules.Check(certificate) is { } violation) return violation;
            rules.Add(certificate);
        }

        return null;
    }

    private Finding? CheckPolicies(IReadOnlyList<ParsedCertificate> path, Budget budget)
    {
        var rules = new PolicyRules(options.Policies, path.Count - 1, budget);
        rules.Begin(path[^1]);
        for (var index = path.Count - 2; index >= 0; index--)
        {
            var isLast = index == 0;
            var finding = rules.Process(path[index], isLast) ?? (isLast ? null : rules.Prepare(path[index]));
            if (finding is not null) return finding;
        }

        return rules.Finish(path[0]);
    }

    private Finding? CheckPurpose(IReadOnlyList<ParsedCertificate> path)
    {
        for (var index = path.Count - 1; index > 0; index--)
        {
            if (purpose.CheckAuthority(path[index]) is { } finding) return finding;
        }

        return null;
    }
}
