using MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>
/// Builds paths from a leaf up to a trust anchor (RFC 4158): depth first, the likeliest issuer first, and back where one
/// leads nowhere, so that any good path is found. One search is for one decision.
/// </summary>
internal sealed class PathSearch(
    TrustMaterial trust, PathMemory memory, PathRules rules, LastCheck lastCheck, PeerValidationOptions options, DateTimeOffset now, Budget budget)
{
    private readonly KnownAuthorities _known = trust.Authorities;
    private IReadOnlyList<ParsedCertificate> _sent = [];
    private IReadOnlyList<PeerWarning> _warnings = [];
    private PathFailure? _failure;

    /// <exception cref="TooComplexException">It would cost more than it may.</exception>
    public PathResult Find(ParsedCertificate leaf, IReadOnlyList<ParsedCertificate> sent)
    {
        _sent = sent;
        var path = new List<ParsedCertificate> { leaf };
        return Extend(path, intermediates: 0)
            ? new PathResult(path, _warnings, Failure: null)
            : new PathResult([], [], _failure);
    }

    private bool Extend(List<ParsedCertificate> path, int intermediates)
    {
        var current = path[^1];
        var hasIssuer = false;
        foreach (var issuer in Issuers(current))
        {
            // The same CA with the same key again adds nothing (RFC 4158, section 2.4.2).
            if (path.Exists(member => member.Key.Digest == issuer.Key.Digest && member.Subject.Equals(issuer.Subject))) continue;

            budget.SpendSignatureCheck();
            if (!Signed(issuer, current))
            {
                if (IdentifierRank(current, issuer) < 2) Fail(PathProgress.BadSignature, current.Defect ?? BadSignature(current, issuer), [.. path, issuer]);
                continue;
            }

            hasIssuer = true;
            path.Add(issuer);
            if (_known.IsAnchor(issuer) ? Judge(path) : Climb(path, issuer, intermediates)) return true;
            path.RemoveAt(path.Count - 1);
        }

        if (!hasIssuer) Fail(PathProgress.NoAnchor, DeadEnd.Explain(current, path.Count == 1, trust), [.. path]);
        return false;
    }

    private bool Climb(List<ParsedCertificate> path, ParsedCertificate intermediate, int intermediates)
    {
        var limit = budget.Limits.Intermediates;
        if (!intermediate.IsSelfIssued) intermediates++;
        if (intermediates <= limit && path.Count <= (2 * limit) + 2) return Extend(path, intermediates);

        Fail(PathProgress.TooLong, new Finding(RefusalReason.PathTooComplex, $"The path of certificate {path[0]} has more than {limit} intermediates."), [.. path]);
        return false;
    }

    private bool Judge(List<ParsedCertificate> path)
    {
        if (rules.Check(path, budget) is { } broken) return Fail(PathProgress.Rules, broken, [.. path]);
        // Weak signatures are not even checked; the rules refuse them. Should they ever not, this does.
        if (path.Zip(path.Skip(1)).Any(pair => IsTooWeakToCheck(pair.Second, pair.First)))
            return Fail(PathProgress.Rules, new Finding(RefusalReason.InternalError, "A signature was not checked."), [.. path]);
        if (TimeRules.Check(path, now, options.ClockSkew) is { } untimely) return Fail(PathProgress.Time, untimely, [.. path]);
        return lastCheck(path, out _warnings) is not { } finding || Fail(PathProgress.Revocation, finding, [.. path]);
    }

    private bool Fail(PathProgress progress, Finding finding, IReadOnlyList<ParsedCertificate> path)
    {
        var isFurther = _failure is null
            || progress > _failure.Progress
            || (progress == _failure.Progress && progress == PathProgress.NoAnchor && path.Count > _failure.Path.Count);
        if (isFurther) _failure = new PathFailure(progress, finding, path);
        return false;
    }

    private IEnumerable<ParsedCertificate> Issuers(ParsedCertificate certificate)
    {
        var known = _known.Named(certificate.Issuer);
        return known
            .Concat(_sent.Where(candidate => candidate.Subject.Equals(certificate.Issuer) && !known.Any(same => same.Digest == candidate.Digest)))
            .OrderBy(candidate => Rank(candidate, certificate));
    }

    // The lower the likelier; equals keep their order.
    private int Rank(ParsedCertificate candidate, ParsedCertificate certificate) =>
        ((_known.IsAnchor(candidate) ? 0 : 1) << 5)
        | (IdentifierRank(certificate, candidate) << 3)
        | ((TimeRules.IsValid(candidate, now, options.ClockSkew) && candidate.IsAuthority ? 0 : 1) << 2)
        | ((_known.HasAnchorNamed(candidate.Issuer) ? 0 : 1) << 1);

    // 0: the key identifiers match; 1: one of them is missing; 2: they do not match.
    private static int IdentifierRank(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        if (certificate.Extensions.AuthorityKeyIdentifier?.KeyIdentifier is not { } wanted) return 1;
        if (issuer.Extensions.SubjectKeyIdentifier is not { } offered) return 1;
        return wanted.AsSpan().SequenceEqual(offered) ? 0 : 2;
    }

    private bool Signed(ParsedCertificate issuer, ParsedCertificate certificate)
    {
        if (IsTooWeakToCheck(issuer, certificate)) return true;
        // The signatures of leaves are not kept: their whole path is.
        if (!certificate.IsAuthority) return Verify(issuer, certificate);

        var key = (certificate.Digest, issuer.Key.Digest);
        if (memory.Signatures.TryGet(key, out var known)) return known;
        var verifies = Verify(issuer, certificate);
        memory.Signatures.Add(key, verifies);
        return verifies;
    }

    private bool IsTooWeakToCheck(ParsedCertificate issuer, ParsedCertificate certificate) =>
        CommonRules.CheckScheme("", certificate.Scheme, options) is not null || CommonRules.CheckKey(issuer, options) is not null;

    private static bool Verify(ParsedCertificate issuer, ParsedCertificate certificate) =>
        issuer.Key.Verify(certificate.Signed.Span, certificate.Signature.Span, certificate.Scheme);

    private static Finding BadSignature(ParsedCertificate certificate, ParsedCertificate issuer) => new(
        RefusalReason.BadSignature, $"The signature on certificate {certificate} is not that of {issuer}, which it names as its issuer.");
}
