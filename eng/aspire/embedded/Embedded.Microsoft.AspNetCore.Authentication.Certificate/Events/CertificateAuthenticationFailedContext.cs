using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>What <see cref="CertificateAuthenticationEvents.AuthenticationFailed"/> is told.</summary>
public class CertificateAuthenticationFailedContext : ResultContext<CertificateAuthenticationOptions>
{
    /// <summary>Creates the context.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme that authenticates.</param>
    /// <param name="options">Its options.</param>
    public CertificateAuthenticationFailedContext(
        HttpContext context, AuthenticationScheme scheme, CertificateAuthenticationOptions options)
        : base(context, scheme, options)
    {
    }

    /// <summary>Why authentication failed.</summary>
    public Exception Exception { get; set; } = default!;
}
