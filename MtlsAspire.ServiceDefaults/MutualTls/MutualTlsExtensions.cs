using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Mutual TLS for any ASP.NET Core service and any HTTP client, from the settings in <see cref="MutualTlsOptions"/>.</summary>
public static class MutualTlsExtensions
{
    /// <summary>
    /// Loads the service's identity and whom it trusts, now, so that a mistake is told before anything starts, and adds
    /// both (<see cref="TlsIdentity"/>, <see cref="TrustBundle"/>) to the services.
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
        var identity = TlsIdentity.Load(options, TimeProvider.System);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(identity);
        builder.Services.TryAddSingleton(TrustBundle.Load(options, identity));
        return builder;
    }

    /// <summary>
    /// Has the server speak mutual TLS on its https addresses, and authenticates each request by its connection's
    /// client certificate. A request of a refused client gets through unauthenticated; where authorization is required
    /// it is answered 401 with problem details (RFC 9457) that tell the reason.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static WebApplicationBuilder AddMutualTlsServer(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMutualTls();
        builder.Services.AddSingleton<ServerHandshake>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, MutualTlsKestrelSetup>();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<ICertificateValidationCache, HandshakeVerdictCache>();
        // AddAuthentication less data protection, which makes and stores keys at start that certificates have no use for.
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthenticationCore(
            options => options.DefaultScheme = CertificateAuthenticationDefaults.AuthenticationScheme);
        new AuthenticationBuilder(builder.Services).AddCertificate(
            options => options.Events = new CertificateAuthenticationEvents { OnChallenge = RefusalAnswer.WriteAsync });
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>
    /// Has an HTTP client show the service's certificate, and believe a server only by our trust anchors and its name.
    /// Refusals are a <see cref="ServerRefusedException"/> within the <see cref="HttpRequestException"/>.
    /// </summary>
    /// <remarks>Needs <see cref="AddMutualTls{TBuilder}"/>.</remarks>
    /// <param name="builder">The client's builder.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder AddMutualTls(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ClientConnections>();
        builder.Services.TryAddSingleton<MutualTlsHttpHandler>();
        return builder
            .ConfigurePrimaryHttpMessageHandler(services => services.GetRequiredService<MutualTlsHttpHandler>().Create())
            // The handler renews its connections itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }
}
