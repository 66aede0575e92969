using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Pki.Est;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Service.Operator;
using MtlsAspire.Pki.Store;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Pki.Service;

/// <summary>The CA as a service: CRL, OCSP and AIA for everybody over http; EST and the operator's API over mutual TLS.</summary>
public static class PkiService
{
    // The largest body that anything here takes is a PKCS#10 request's.
    private const long LargestBody = 64 * 1024;

    /// <summary>Puts the service together, for a PKI that has been bootstrapped, and issues its own certificate where needed.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <param name="cancellationToken">Ends the wait for the directory.</param>
    /// <returns>The service, not started; it disposes what it uses.</returns>
    /// <exception cref="PkiException">There is no PKI, or it cannot be used.</exception>
    /// <exception cref="ConfigurationException">A URL or a file cannot be used.</exception>
    public static async Task<WebApplication> CreateAsync(
        PkiServiceOptions options, Action<WebApplicationBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var authority = await PkiAuthority.OpenAsync(
            new PkiAuthorityOptions
            {
                Directory = options.Directory,
                Configuration = options.Configuration,
                Domain = options.Domain,
                Passphrase = options.Passphrase,
                Clock = options.Clock,
            },
            cancellationToken);
        try
        {
            await new ServiceIdentity(authority, options.Clock).EnsureAsync(options.Hosts(), cancellationToken);
            return Build(options, authority, configure);
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    private static WebApplication Build(PkiServiceOptions options, PkiAuthority authority, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Settings(options, authority.Directory));
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        AddServices(builder.Services, options, authority);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) => app.Services.GetRequiredService<OperatorOnly>().InvokeAsync(context, next));
        app.MapDefaultEndpoints();
        app.Services.GetRequiredService<PublicationEndpoints>().Map(app);
        app.Services.GetRequiredService<OcspEndpoints>().Map(app);
        var secured = app.MapGroup("").OnHttpsOnly();
        app.Services.GetRequiredService<EstEndpoints>().Map(secured);
        app.Services.GetRequiredService<OperatorEndpoints>().Map(secured);
        return app;
    }

    private static void AddServices(IServiceCollection services, PkiServiceOptions options, PkiAuthority authority)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton(_ => authority); // by a factory, so that the container disposes it
        services.AddSingleton<Publications>();
        services.AddSingleton<PkiMetrics>();
        services.AddSingleton<Callers>();
        services.AddSingleton<ServiceIdentity>();
        services.AddSingleton<OcspSigners>();
        services.AddSingleton<IOcspSigners>(provider => provider.GetRequiredService<OcspSigners>());
        services.AddSingleton<ICertificateStatusSource>(_ => new LedgerStatusSource(options.Directory));
        services.AddSingleton<OcspResponder>();
        services.AddSingleton(_ => new EnrolmentTokens(options.Directory, options.Clock));
        services.AddSingleton<Enrolment>();
        services.AddSingleton<OcspEndpoints>();
        services.AddSingleton<PublicationEndpoints>();
        services.AddSingleton<EstEndpoints>();
        services.AddSingleton<OperatorOnly>();
        services.AddSingleton<OperatorEndpoints>();
        services.AddSingleton<Upkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<Upkeep>());
        services.AddHealthChecks().AddCheck<PkiHealthCheck>("pki");
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ProblemExceptionHandler.Complete);
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.Configure<RouteHandlerOptions>(route => route.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => OperatorJsonContext.Configure(json.SerializerOptions));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
    }

    private static Dictionary<string, string?> Settings(PkiServiceOptions options, CertificateDirectory directory) => new(StringComparer.OrdinalIgnoreCase)
    {
        [WebHostDefaults.ServerUrlsKey] = options.Urls,
        ["MutualTls:Certificate"] = directory.PathOf(CertificateFiles.Certificate(ServiceIdentity.Name)),
        ["MutualTls:Key"] = directory.PathOf(CertificateFiles.Key(ServiceIdentity.Name)),
        ["MutualTls:TrustAnchors"] = directory.PathOf(CertificateFiles.Certificate(CertificateFiles.Root)),
        ["MutualTls:Intermediates"] = directory.PathOf(CertificateFiles.Certificate(CertificateFiles.Issuing)),
        ["MutualTls:RevocationLists"] = string.Join(
            ';',
            directory.PathOf(CertificateFiles.RevocationList(CertificateFiles.Root)),
            directory.PathOf(CertificateFiles.RevocationList(CertificateFiles.Issuing))),
    };
}
