using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>What <see cref="CertificateAuthenticationEvents.Challenge"/> is told.</summary>
public class CertificateChallengeContext : PropertiesContext<CertificateAuthenticationOptions>
{
    /// <summary>Creates the context.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme that is challenged.</param>
    /// <param name="options">Its options.</param>
    /// <param name="properties">The properties of the challenge.</param>
    public CertificateChallengeContext(
        HttpContext context,
        AuthenticationScheme scheme,
        CertificateAuthenticationOptions options,
        AuthenticationProperties properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>Whether the application has answered the challenge itself.</summary>
    public bool Handled { get; private set; }

    /// <summary>Says that the application has answered the challenge itself: the handler then does nothing more.</summary>
    public void HandleResponse() => Handled = true;
}
