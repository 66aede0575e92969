using System.Security.Cryptography.X509Certificates;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>How a client certificate is validated, and what happens then.</summary>
public class CertificateAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>Which kinds of certificates may log in; chained ones if not set.</summary>
    public CertificateTypes AllowedCertificateTypes { get; set; } = CertificateTypes.Chained;

    /// <summary>Where trust comes from: the machine's store (the default), or <see cref="CustomTrustStore"/>.</summary>
    public X509ChainTrustMode ChainTrustValidationMode { get; set; } = X509ChainTrustMode.System;

    /// <summary>
    /// The trust anchors when <see cref="ChainTrustValidationMode"/> is <see cref="X509ChainTrustMode.CustomRootTrust"/>.
    /// </summary>
    public X509Certificate2Collection CustomTrustStore { get; set; } = [];

    /// <summary>Certificates that may be used to complete a chain; they give no trust.</summary>
    public X509Certificate2Collection AdditionalChainCertificates { get; set; } = [];

    /// <summary>Whether an extended key usage, where there is one, must allow client authentication; <c>true</c> if not set.</summary>
    public bool ValidateCertificateUse { get; set; } = true;

    /// <summary>Whether a certificate must be within its validity period; <c>true</c> if not set.</summary>
    public bool ValidateValidityPeriod { get; set; } = true;

    /// <summary>Which certificates of the chain are checked for revocation; all but the root if not set.</summary>
    public X509RevocationFlag RevocationFlag { get; set; } = X509RevocationFlag.ExcludeRoot;

    /// <summary>How revocation is checked; online if not set.</summary>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.Online;

    /// <summary>What the application does at certain points of the processing.</summary>
    public new CertificateAuthenticationEvents? Events
    {
        get => (CertificateAuthenticationEvents?)base.Events;
        set => base.Events = value;
    }
}
