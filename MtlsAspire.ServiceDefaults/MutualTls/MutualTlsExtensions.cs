using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAspire.ServiceDefaults.MutualTls.Client;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Server;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Mutual TLS for any ASP.NET Core service and any HTTP client, from the settings in <see cref="MutualTlsOptions"/>.</summary>
public static class MutualTlsExtensions
{
    /// <summary>
    /// Loads the service's identity and whom it trusts, now, so that a mistake is told before anything starts, and has
    /// both follow their files from then on.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static TBuilder AddMutualTls<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var options = new MutualTlsOptions();
        builder.Configuration.GetSection(MutualTlsOptions.SectionName).Bind(options);
        var identity = new IdentityStore(options, TimeProvider.System);
        identity.Source.Load();
        var downloads = new RevocationListDownloads(options);
        var ocsp = OcspSettings.Read(options) is { } settings ? new OcspStatusSource(settings, TimeProvider.System) : null;
        var trust = new TrustStore(options, identity, downloads, TimeProvider.System, ocsp);
        trust.Source.Load();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(options);
        builder.Services.TryAddSingleton(identity);
        builder.Services.TryAddSingleton<ICurrentIdentity>(identity);
        builder.Services.TryAddSingleton(_ => downloads);
        builder.Services.TryAddSingleton(trust);
        builder.Services.TryAddSingleton<ICurrentTrust>(trust);
        builder.Services.TryAddSingleton<AuditLog>();
        builder.Services.TryAddSingleton<RefusalAudit>();
        builder.Services.TryAddSingleton<HandshakeTelemetry>();
        builder.Services.AddHostedService<MutualTlsReloader>();
        if (ocsp is not null)
        {
            builder.Services.TryAddSingleton(_ => ocsp);
            builder.Services.AddHostedService<OcspTelemetry>();
        }

        builder.Services.AddHealthChecks().AddCheck<MutualTlsHealthCheck>("mutual-tls");
        return builder;
    }

    /// <summary>
    /// Has the server speak mutual TLS on its https addresses, and authenticates each request by its connection's
    /// client certificate. A request of a refused client is answered 401 with problem details (RFC 9457) that tell the
    /// reason, unless its endpoint is open to everybody (<c>AllowAnonymous</c>).
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static WebApplicationBuilder AddMutualTlsServer(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMutualTls();
        builder.Services.AddSingleton<HandshakeExceptions>();
        builder.Logging.AddFilter<HandshakeExceptions>(category: null, LogLevel.None);
        builder.Logging.AddFilter<HandshakeExceptions>(HandshakeExceptions.Category, LogLevel.Debug);
        builder.Services.AddSingleton<ServerPort>();
        builder.Services.AddSingleton<ServerHandshake>();
        builder.Services.AddSingleton<LiveConnections>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, MutualTlsKestrelSetup>();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<ICertificateValidationCache, HandshakeVerdictCache>();
        // AddAuthentication less data protection, which makes and stores keys at start that certificates have no use for.
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthenticationCore(
            options => options.DefaultScheme = CertificateAuthenticationDefaults.AuthenticationScheme);
        new AuthenticationBuilder(builder.Services).AddCertificate(
            options => options.Events = new CertificateAuthenticationEvents { OnChallenge = RefusalAnswer.WriteAsync });
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, ForbiddenAnswer>();
        builder.Services.AddAuthorization(
            options => options.FallbackPolicy = new AuthorizationPolicyBuilder().AddRequirements(new AuthenticatedClientRequirement()).Build());
        return builder;
    }

    /// <summary>
    /// Has an HTTP client show the service's certificate, and believe a server only by our trust anchors and its name.
    /// Failures are a <see cref="MutualTlsException"/> within the <see cref="HttpRequestException"/>: a
    /// <see cref="ServerRefusedException"/> where we refuse the server, a <see cref="RefusedByServerException"/> where it refuses us.
    /// </summary>
    /// <remarks>Needs <see cref="AddMutualTls{TBuilder}"/>.</remarks>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configure">Sets what is expected of servers, if more than their host name.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder AddMutualTls(this IHttpClientBuilder builder, Action<MutualTlsClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MutualTlsClientOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton<ClientConnections>();
        return builder
            .ConfigurePrimaryHttpMessageHandler(services => ActivatorUtilities.CreateInstance<MutualTlsHandler>(services, options))
            // The handler renews its connections itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }
}
