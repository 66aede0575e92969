using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>Decides whether the certificates of a good path are revoked (RFC 5280, section 6.3, without indirect lists; delta lists only add).</summary>
/// <param name="trust">Holds the lists.</param>
/// <param name="options">How strictly.</param>
/// <param name="source">What else knows; <c>null</c> for nothing.</param>
internal sealed class RevocationRules(TrustMaterial trust, PeerValidationOptions options, IRevocationStatusSource? source)
{
    /// <summary>Checks every certificate below the anchor.</summary>
    /// <param name="path">Leaf first, trust anchor last.</param>
    /// <param name="now">The time.</param>
    /// <param name="signerOf">
    /// Finds the certificate with another key of the same CA that signed a list, and that the same anchor stands above;
    /// <c>null</c> if there is none (section 6.3.3, step f).
    /// </param>
    /// <param name="warnings">What was let pass.</param>
    /// <returns>Why the path is refused.</returns>
    public Finding? Check(
        IReadOnlyList<ParsedCertificate> path,
        DateTimeOffset now,
        Func<RevocationList, ParsedCertificate?> signerOf,
        out IReadOnlyList<PeerWarning> warnings)
    {
        warnings = [];
        if (options.Revocation == RevocationMode.Off) return null;
        if (options.Revocation == RevocationMode.RequireWhereListed && source is null && !IsListed(path)) return null;

        List<PeerWarning>? passed = null;
        // From the anchor down: under a revoked CA nothing else counts.
        for (var index = path.Count - 2; index >= 0; index--)
        {
            var finding = Check(path[index], path[index + 1], now, signerOf);
            if (finding is null) continue;
            if (finding.Reason != RefusalReason.RevocationUnknown || options.Revocation != RevocationMode.SoftFail) return finding;
            (passed ??= []).Add(new PeerWarning(finding.Reason.Code(), finding.Explanation));
        }

        if (passed is not null) warnings = passed;
        return null;
    }

    private bool IsListed(IReadOnlyList<ParsedCertificate> path)
    {
        for (var index = 0; index < path.Count - 1; index++)
        {
            if (trust.ListsOf(path[index].Issuer).Count > 0) return true;
        }

        return false;
    }

    /// <summary>Checks one certificate of a path.</summary>
    public Finding? Check(
        ParsedCertificate certificate, ParsedCertificate issuer, DateTimeOffset now, Func<RevocationList, ParsedCertificate?> signerOf)
    {
        var lists = trust.ListsOf(certificate.Issuer);
        var missingReasons = RevocationScope.AllReasons;
        string? problem = null;
        foreach (var list in lists)
        {
            if (!list.Content.Scope.Covers(certificate))
            {
                problem ??= "the lists at hand are about other certificates of it";
                continue;
            }

            if (Problem(list, issuer, now, signerOf) is { } useless)
            {
                problem = useless;
                continue;
            }

            var found = Find(list, certificate);
            // A delta list can only say more; that it takes a certificate off the complete one is not believed.
            if (list.Content.IsDelta && found is not { IsRemoval: false })
            {
                problem ??= "there is a delta list of it alone";
                continue;
            }

            if (found is { } entry)
            {
                return new Finding(
                    RefusalReason.CertificateRevoked,
                    $"The certificate {certificate} was revoked at {DerTime.Text(entry.Since)} by {issuer} ({entry.ReasonName}).");
            }

            missingReasons &= ~list.Content.Scope.Reasons;
            if (missingReasons == 0) break;
        }

        // What another source has at hand is heard even where a list says good: what one of them calls revoked is revoked.
        var answer = source?.Find(certificate.Der, issuer.Der, now, isNeeded: missingReasons != 0) ?? RevocationAnswer.Unknown;
        if (answer.Status == RevocationStatus.Revoked)
        {
            var details = answer.Explanation is null ? "" : $": {answer.Explanation}";
            return new Finding(RefusalReason.CertificateRevoked, $"The certificate {certificate} was revoked by {issuer}{details}.");
        }

        if (missingReasons == 0 || answer.Status == RevocationStatus.Good) return null;

        problem ??= lists.Count == 0 ? "there is no revocation list of it" : "its lists are limited to some reasons";
        if (answer.Explanation is { } why) problem = $"{problem}, and {why}";
        return new Finding(
            RefusalReason.RevocationUnknown, $"Whether {issuer} has revoked the certificate {certificate} is not known: {problem}.");
    }

    private string? Problem(
        RevocationList list, ParsedCertificate issuer, DateTimeOffset now, Func<RevocationList, ParsedCertificate?> signerOf)
    {
        if (list.Defect is { } defect) return $"its list {defect}";
        if (!options.Allow.MissingCrlNumber && list.Number is null) return "its list has no CRL number";
        if (CommonRules.CheckScheme("its list", list.Content.Scheme, options) is { } weak) return weak.Explanation.TrimEnd('.');
        if (now + options.ClockSkew < list.ThisUpdate) return $"its list is of {DerTime.Text(list.ThisUpdate)}, which is still to come";
        if (now - options.ClockSkew > list.NextUpdate!.Value) return $"its list was to be renewed by {DerTime.Text(list.NextUpdate.Value)}";

        var signer = list.IsSignedBy(issuer.Key) ? issuer : signerOf(list);
        if (signer is null) return "its list is signed by somebody else";
        return signer.Extensions.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.CrlSign)
            ? "it may not sign lists: its key usage lacks cRLSign"
            : null;
    }

    private static RevokedEntry? Find(RevocationList list, ParsedCertificate certificate) =>
        SerialNumber.From(certificate.SerialNumber.Span) is { } number && list.Content.Entries.TryGetValue(number, out var entry) ? entry : null;
}
