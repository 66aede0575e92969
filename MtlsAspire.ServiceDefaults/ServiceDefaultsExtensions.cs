using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults.Endpoints;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.ServiceDefaults;

/// <summary>What every service of the solution has: telemetry and health.</summary>
public static class ServiceDefaultsExtensions
{
    private const string LiveTag = "live";

    /// <summary>
    /// Adds logs, traces and metrics by OpenTelemetry (exported by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set)
    /// and a health check "self" that says that the process answers.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // As the lowest of all sources, so that any other setting of these levels wins.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                // One line per request, that a span tells better.
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
            },
        });

        TelemetrySetup.Add(builder);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Transient<IStartupFilter, RequestTelemetryStartupFilter>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, SchemeMatcherPolicy>());
        return builder;
    }

    /// <summary>
    /// Answers <c>/health</c> (all checks) and <c>/alive</c> (only those tagged "live") on plain http, which is the
    /// management address, and not on https. Their requests make neither spans nor request metrics.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of route builder.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <returns>The same application.</returns>
    public static TBuilder MapDefaultEndpoints<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointRouteBuilder
    {
        var management = endpoints.MapGroup("")
            .WithMetadata(new SchemeMetadata(Uri.UriSchemeHttp), NotTracedMetadata.Instance)
            .DisableHttpMetrics()
            .AllowAnonymous();
        management.MapHealthChecks("/health");
        management.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        return endpoints;
    }

    /// <summary>Has endpoints be found on https only, so that the plain management address does not answer them.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint builder.</typeparam>
    /// <param name="endpoints">One endpoint or a group.</param>
    /// <returns>The same endpoints.</returns>
    public static TBuilder OnHttpsOnly<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new SchemeMetadata(Uri.UriSchemeHttps));
}
