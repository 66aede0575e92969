namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Lets the application take part in certificate authentication, by delegates or by overriding.</summary>
public class CertificateAuthenticationEvents
{
    /// <summary>Called when a certificate was refused, or when its validation threw.</summary>
    public Func<CertificateAuthenticationFailedContext, Task> OnAuthenticationFailed { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called when a certificate passed validation, before its principal is used.</summary>
    public Func<CertificateValidatedContext, Task> OnCertificateValidated { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called before a challenge is answered.</summary>
    public Func<CertificateChallengeContext, Task> OnChallenge { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called when a certificate was refused, or when its validation threw.</summary>
    /// <param name="context">What failed, and the result to change.</param>
    /// <returns>The work of the event.</returns>
    public virtual Task AuthenticationFailed(CertificateAuthenticationFailedContext context) => OnAuthenticationFailed(context);

    /// <summary>Called when a certificate passed validation, before its principal is used.</summary>
    /// <param name="context">The certificate, its principal, and the result to change.</param>
    /// <returns>The work of the event.</returns>
    public virtual Task CertificateValidated(CertificateValidatedContext context) => OnCertificateValidated(context);

    /// <summary>Called before a challenge is answered.</summary>
    /// <param name="context">The challenge, which can be marked as answered.</param>
    /// <returns>The work of the event.</returns>
    public virtual Task Challenge(CertificateChallengeContext context) => OnChallenge(context);
}
