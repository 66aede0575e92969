using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds certificate authentication to an application.</summary>
public static class CertificateAuthenticationAppBuilderExtensions
{
    /// <summary>Adds certificate authentication as scheme "Certificate".</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddCertificate(this AuthenticationBuilder builder) =>
        builder.AddCertificate(CertificateAuthenticationDefaults.AuthenticationScheme);

    /// <summary>Adds certificate authentication.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddCertificate(this AuthenticationBuilder builder, string authenticationScheme) =>
        builder.AddCertificate(authenticationScheme, configureOptions: null);

    /// <summary>Adds certificate authentication as scheme "Certificate".</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configureOptions">Sets the options, if given.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddCertificate(
        this AuthenticationBuilder builder, Action<CertificateAuthenticationOptions>? configureOptions) =>
        builder.AddCertificate(CertificateAuthenticationDefaults.AuthenticationScheme, configureOptions);

    /// <summary>Adds certificate authentication.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="configureOptions">Sets the options, if given.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddCertificate(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<CertificateAuthenticationOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddScheme<CertificateAuthenticationOptions, CertificateAuthenticationHandler>(
            authenticationScheme, configureOptions);
    }

    /// <summary>Keeps results in memory, so that a certificate is not validated anew for each request.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configureOptions">Sets the cache's options, if given.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddCertificateCache(
        this AuthenticationBuilder builder, Action<CertificateValidationCacheOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configureOptions is not null) builder.Services.Configure(configureOptions);
        builder.Services.AddSingleton<ICertificateValidationCache, CertificateValidationCache>();
        return builder;
    }
}
