using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>Makes the checks of a path one by one and goes on where one fails.</summary>
internal sealed class PathReport(
    TrustMaterial trust, PathRules rules, RevocationRules revocation, PeerValidationOptions options, DateTimeOffset now)
{
    private readonly List<ValidationStep> _steps = [];

    /// <param name="path">Leaf first; the last one may be no trust anchor.</param>
    /// <param name="expectedName">The name that was called.</param>
    public IReadOnlyList<ValidationStep> Explain(IReadOnlyList<ParsedCertificate> path, PeerName? expectedName)
    {
        if (path.Count == 0) return [];

        var isAnchored = trust.Authorities.IsAnchor(path[^1]);
        for (var index = path.Count - 1; index >= 0; index--) ExplainCertificate(path, index, isAnchored);
        if (isAnchored && path.Count > 1)
        {
            Add(subject: null, "path length", PathRules.CheckPathLength(path));
            Add(subject: null, "names and name constraints", Within(budget => rules.CheckNames(path, budget)));
            Add(subject: null, "certificate policies", Within(budget => rules.CheckPolicies(path, budget)));
            Add(subject: null, "purpose", rules.CheckPurpose(path));
        }

        if (expectedName is not null) Add(path[0], $"name {PrintableText.Of(expectedName.ToString())}", NameMatch.Check(path[0], expectedName));
        return _steps;
    }

    private void ExplainCertificate(IReadOnlyList<ParsedCertificate> path, int index, bool isAnchored)
    {
        var certificate = path[index];
        var isTop = index == path.Count - 1;
        if (isTop) Add(certificate, "trust anchor", isAnchored ? null : DeadEnd.Explain(certificate, path.Count == 1, trust));
        else Add(certificate, "signature", CheckSignature(certificate, path[index + 1]));

        if (!isTop || isAnchored) Add(certificate, "profile", rules.CheckProfile(path, index));
        Add(certificate, "period", TimeRules.Check([certificate], now, options.ClockSkew));
        if (!isTop && options.Revocation != RevocationMode.Off)
            Add(certificate, "revocation", revocation.Check(certificate, path[index + 1], now, static _ => null));
    }

    private void Add(ParsedCertificate? subject, string check, Finding? finding) =>
        _steps.Add(new ValidationStep(subject?.Subject.ToString(), check, finding?.Explanation, finding?.Reason));

    private static Finding? CheckSignature(ParsedCertificate certificate, ParsedCertificate issuer) =>
        issuer.Key.Verify(certificate.Signed.Span, certificate.Signature.Span, certificate.Scheme)
            ? null
            : new Finding(RefusalReason.BadSignature, $"The signature on certificate {certificate} is not that of {issuer}.");

    private Finding? Within(Func<Budget, Finding?> check)
    {
        try
        {
            return check(new Budget(options.Limits));
        }
        catch (TooComplexException exception)
        {
            return new Finding(RefusalReason.PathTooComplex, $"This costs too much to judge: {exception.Message}.");
        }
    }
}
