using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>Answers one question of <c>verify --jsonl</c>, as strictly as the validator can.</summary>
internal static class RequestVerifier
{
    // Questions come from whoever runs the command, not from a peer.
    private const int MostIntermediates = 512;

    /// <param name="request">The question.</param>
    /// <param name="report">Hears what was left out, in one line.</param>
    public static PeerVerdict Verify(VerificationRequest request, Action<string> report)
    {
        var certificate = ReadAll([request.Certificate], "the peer's certificate", report);
        if (certificate.Count == 0) return PeerVerdict.Refused(RefusalReason.BadCertificate, "The peer's certificate is no PEM.");

        var lists = ReadLists(request.RevocationLists, report, out var areAllRead);
        if (!areAllRead) return PeerVerdict.Refused(RefusalReason.RevocationUnknown, "A revocation list cannot be read.");

        var trust = new TrustMaterial(Readable(ReadAll(request.Trusted, "a trusted certificate", report), report), revocationLists: lists);
        var time = request.Time is { } given ? new FixedTime(given) : TimeProvider.System;
        return new PeerValidator(request.Peer, trust, Options(request), time)
            .Validate(certificate[0], ReadAll(request.Intermediates, "an intermediate certificate", report), request.Name);
    }

    private static PeerValidationOptions Options(VerificationRequest request)
    {
        var limits = new ValidationLimits { SentCertificates = MostIntermediates };
        var options = PeerValidationOptions.Strict with
        {
            Revocation = request.RevocationLists.Count > 0 ? RevocationMode.RequireWhereListed : RevocationMode.Off,
            Policies = request.Policies,
            Limits = request.MaximumDepth is { } depth ? limits with { Intermediates = depth } : limits,
        };
        if (request.Purposes.Count > 0) return options with { Purposes = request.Purposes };
        // A peer with a name is a TLS peer, whose purpose is that of its kind. With neither name nor purpose there is no
        // TLS in the question: path validation alone (RFC 5280, section 6) is asked for, which any certificate may pass.
        return request.Name is not null
            ? options
            : options with
            {
                Purposes = [],
                Allow = new ProfileAllowances
                {
                    MissingSubjectAlternativeName = true,
                    AuthorityAsPeer = true,
                    NonCriticalBasicConstraints = true,
                    NonCriticalNameConstraints = true,
                    NonCriticalPolicyConstraints = true,
                },
            };
    }

    private static List<ReadOnlyMemory<byte>> ReadAll(IReadOnlyList<string> texts, string what, Action<string> report)
    {
        var all = new List<ReadOnlyMemory<byte>>();
        foreach (var text in texts)
        {
            try
            {
                var found = PemCertificates.Read(text);
                if (found.Count == 0) report($"{what} is no PEM, and is left out");
                all.AddRange(found);
            }
            catch (CertificateFormatException exception)
            {
                report($"{what} cannot be read, and is left out: {exception.Message}");
            }
        }

        return all;
    }

    // An anchor that cannot be read makes nobody trusted; the others still count.
    private static IEnumerable<ReadOnlyMemory<byte>> Readable(List<ReadOnlyMemory<byte>> anchors, Action<string> report)
    {
        foreach (var anchor in anchors)
        {
            string? problem = null;
            try
            {
                _ = new TrustMaterial([anchor]);
            }
            catch (CertificateFormatException exception)
            {
                problem = exception.Message;
            }

            if (problem is null) yield return anchor;
            else report($"a trusted certificate is left out: {problem}");
        }
    }

    private static List<RevocationList> ReadLists(IReadOnlyList<string> texts, Action<string> report, out bool areAllRead)
    {
        areAllRead = true;
        var lists = new List<RevocationList>();
        foreach (var text in texts)
        {
            try
            {
                var found = RevocationList.ParsePem(text);
                areAllRead &= found.Count > 0;
                lists.AddRange(found);
            }
            catch (CertificateFormatException exception)
            {
                areAllRead = false;
                report($"a revocation list cannot be read: {exception.Message}");
            }
        }

        return lists;
    }
}
