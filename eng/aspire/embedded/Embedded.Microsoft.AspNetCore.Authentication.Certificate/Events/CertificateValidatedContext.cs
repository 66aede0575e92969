using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>What <see cref="CertificateAuthenticationEvents.CertificateValidated"/> is told.</summary>
public class CertificateValidatedContext : ResultContext<CertificateAuthenticationOptions>
{
    /// <summary>Creates the context.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme that authenticates.</param>
    /// <param name="options">Its options.</param>
    public CertificateValidatedContext(
        HttpContext context, AuthenticationScheme scheme, CertificateAuthenticationOptions options)
        : base(context, scheme, options)
    {
    }

    /// <summary>The certificate that passed.</summary>
    public X509Certificate2 ClientCertificate { get; set; } = default!;
}
