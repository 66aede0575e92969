using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>Decides whether a response is to be believed, and what it says (RFC 6960, sections 3.2 and 4.2.2).</summary>
internal static class OcspResponseRules
{
    /// <summary>How long an answer without nextUpdate is relied on: newer information is to be had at any time, and without nonce it may be an old one.</summary>
    public static readonly TimeSpan LifetimeWithoutNextUpdate = TimeSpan.FromMinutes(5);

    /// <summary>Checks a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="asked">What was asked about.</param>
    /// <param name="issuer">The issuer of that certificate, which is known to be good.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="OcspException">It is not to be believed.</exception>
    public static OcspAnswer Check(
        OcspResponse response, OcspCertificateId asked, ParsedCertificate issuer, PeerValidationOptions options, DateTimeOffset now)
    {
        CheckSigner(response, issuer, options, now);
        OcspSingleResponse[] found = [.. response.Responses.Where(single => single.Certificate == asked)];
        if (found.Length == 0) throw Untrusted("sent an answer about another certificate");
        if (found.Length > 1) throw new OcspException(OcspResult.Malformed, "sent two answers about the same certificate");

        var answer = found[0];
        var until = CheckTime(response, answer, options.ClockSkew, now);
        var explanation = answer.Revoked is { } revoked ? $"since {DerTime.Text(revoked.Since)} ({revoked.ReasonName})" : null;
        return new OcspAnswer(answer.Status, until, explanation);
    }

    private static void CheckSigner(OcspResponse response, ParsedCertificate issuer, PeerValidationOptions options, DateTimeOffset now)
    {
        if (CommonRules.CheckScheme("sent an answer that", response.Scheme, options) is { } weak) throw Untrusted(weak.Explanation.TrimEnd('.'));

        // The CA itself, or a delegate whom it certified directly (section 4.2.2.2). Nobody is trusted by configuration alone.
        if (IsNamed(response, issuer))
        {
            if (Signed(response, issuer)) return;
            throw Untrusted($"sent an answer whose signature is not that of {issuer}, whom it names as its signer");
        }

        if (response.Certificates.FirstOrDefault(certificate => IsNamed(response, certificate)) is not { } signer)
            throw Untrusted("sent an answer of a signer whose certificate is not in it");
        if (CheckDelegate(signer, issuer, options, now) is { } problem) throw Untrusted($"sent an answer of {signer}, {problem}");
        if (!Signed(response, signer)) throw Untrusted($"sent an answer whose signature is not that of {signer}, whom it names as its signer");
    }

    // What is wrong with a delegate, as a relative clause.
    private static string? CheckDelegate(ParsedCertificate signer, ParsedCertificate issuer, PeerValidationOptions options, DateTimeOffset now)
    {
        if (CommonRules.CheckScheme("whose certificate", signer.Scheme, options) is { } weak) return weak.Explanation.TrimEnd('.');
        if (!signer.Issuer.Equals(issuer.Subject) || !issuer.Key.Verify(signer.Signed.Span, signer.Signature.Span, signer.Scheme))
            return $"whose certificate is not of {issuer}";
        if (CommonRules.Check(signer, options) is { } broken) return $"whose certificate is unfit: {broken.Explanation.TrimEnd('.')}";
        if (signer.Extensions.ExtendedKeyUsage?.Contains(Oids.OcspSigning) != true)
            return "who may not sign it: the extended key usage lacks OCSPSigning";
        if (signer.Extensions.KeyUsage is { } usage && (usage & (KeyUsages.DigitalSignature | KeyUsages.ContentCommitment)) == KeyUsages.None)
            return "who may not sign it: the key usage lacks digitalSignature";
        if (TimeRules.Check([signer], now, options.ClockSkew) is { } untimely) return $"whose certificate is out of date: {untimely.Explanation.TrimEnd('.')}";
        // To ask for the status of whoever tells the status would have no end.
        return signer.Extensions.HasOcspNoCheck ? null : "whose own revocation nobody can tell: its certificate lacks id-pkix-ocsp-nocheck";
    }

    private static bool IsNamed(OcspResponse response, ParsedCertificate certificate) => response.ResponderName is { } name
        ? name.Equals(certificate.Subject)
        : response.ResponderKeyHash == OcspCertificateId.Sha1(certificate.Key.Octets);

    private static bool Signed(OcspResponse response, ParsedCertificate signer) =>
        signer.Key.Verify(response.Signed.Span, response.Signature.Span, response.Scheme);

    private static DateTimeOffset CheckTime(OcspResponse response, OcspSingleResponse answer, TimeSpan skew, DateTimeOffset now)
    {
        var until = answer.NextUpdate ?? answer.ThisUpdate + LifetimeWithoutNextUpdate;
        if (until < answer.ThisUpdate) throw new OcspException(OcspResult.Malformed, "sent an answer that ends before it begins");
        if (response.ProducedAt < answer.ThisUpdate) throw new OcspException(OcspResult.Malformed, "sent an answer that was signed before what it says was known");
        if (now + skew < response.ProducedAt) throw Untimely($"sent an answer of {DerTime.Text(response.ProducedAt)}, which is still to come");
        if (now - skew <= until) return until;
        throw Untimely(answer.NextUpdate is null
            ? $"sent an answer of {DerTime.Text(answer.ThisUpdate)} that does not say until when it holds (nextUpdate)"
            : $"sent an answer that was to be renewed by {DerTime.Text(until)}");
    }

    private static OcspException Untrusted(string message) => new(OcspResult.Untrusted, message);

    private static OcspException Untimely(string message) => new(OcspResult.Untimely, message);
}
