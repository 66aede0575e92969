using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>The verdict about a certificate in files, with the checks that led to it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Steps">The checks, one by one.</param>
/// <param name="Time">The time by which it was judged.</param>
/// <param name="IsRevocationChecked">Whether there was any list to check revocation by.</param>
internal sealed record Verification(
    PeerVerdict Verdict, IReadOnlyList<ValidationStep> Steps, DateTimeOffset Time, bool IsRevocationChecked)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <exception cref="PkiException">A file cannot be used; the message says which and why.</exception>
    public static Verification Run(VerifyOptions options)
    {
        var certificates = options.Files.SelectMany(VerifyInput.ReadCertificates).ToList();
        var trust = VerifyInput.ReadTrust(options);
        var clock = new FixedTime(options.Time ?? DateTimeOffset.UtcNow);
        var preset = options.IsPrivatePki ? PeerValidationOptions.PrivatePki : PeerValidationOptions.Strict;
        var isRevocationChecked = trust.RevocationLists.Count > 0;
        var validator = new PeerValidator(
            options.Peer ?? PeerRole.Client,
            trust,
            preset with
            {
                Revocation = isRevocationChecked ? RevocationMode.Require : RevocationMode.Off,
                Purposes = options.Peer is null ? [ClientAuthentication, ServerAuthentication] : null,
            },
            clock);
        var verdict = validator.Validate(certificates[0], [.. certificates.Skip(1)], options.Name);
        return new Verification(verdict, validator.Explain(verdict, options.Name), clock.GetUtcNow(), isRevocationChecked);
    }
}
