using MtlsAspire.ServiceDefaults.MutualTls.Revocation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>How strictly a peer is judged; configuration section <c>MutualTls:Validation</c>. Everything is strict unless set.</summary>
public sealed record PeerValidationOptions
{
    /// <summary>What an unknown revocation status means; <see cref="RevocationMode.Require"/> (fail closed) unless set.</summary>
    public RevocationMode Revocation { get; init; } = RevocationMode.Require;

    /// <summary>
    /// How far the clocks may differ: widens the period of certificates at both ends, and that of revocation lists.
    /// Zero unless set; never negative.
    /// </summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.Zero;

    /// <summary>The smallest RSA key in bits; 2,048 unless set.</summary>
    public int MinimumRsaKeyBits { get; init; } = 2_048;

    /// <summary>
    /// The purposes of which the leaf's extended key usage must hold one, as object identifiers; <c>null</c> for that of
    /// the peer's role (serverAuth or clientAuth); empty to ask for none, so that extended key usage is not looked at.
    /// </summary>
    public IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>Rules of the certificate profile that are relaxed; none unless set.</summary>
    public ProfileAllowances Allow { get; init; } = new();

    /// <summary>Certificate policies; any policy is acceptable, and none required, unless set.</summary>
    public CertificatePolicyOptions Policies { get; init; } = new();

    /// <summary>What a decision may cost.</summary>
    public ValidationLimits Limits { get; init; } = new();

    /// <summary>Everything strict, as is the default.</summary>
    public static PeerValidationOptions Strict { get; } = new();

    /// <summary>
    /// What private PKIs often lack, allowed: key identifiers, critical basicConstraints, regular anchors, certificates
    /// without subject alternative name, underscores in host names. Nothing that changes whom a certificate speaks for.
    /// </summary>
    public static PeerValidationOptions PrivatePki { get; } = new()
    {
        Allow = new ProfileAllowances
        {
            CriticalExtendedKeyUsage = true,
            ExtendedKeyUsageInAnchor = true,
            MissingKeyIdentifiers = true,
            IrregularAnchorKeyIdentifier = true,
            NonCriticalBasicConstraints = true,
            NonCriticalNameConstraints = true,
            NonCriticalPolicyConstraints = true,
            MissingSubjectAlternativeName = true,
            CriticalSubjectAlternativeName = true,
            CommonNameOutsideAlternativeNames = true,
            UnderscoreInHostNames = true,
            WildcardBelowPublicSuffix = true,
            IrregularSerialNumber = true,
        },
    };
}
