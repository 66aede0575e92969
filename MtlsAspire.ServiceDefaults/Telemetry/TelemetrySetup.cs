using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults.MutualTls.Client;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>The solution's one OpenTelemetry configuration.</summary>
internal static class TelemetrySetup
{
    /// <summary>Names of our own activity sources and meters start with this.</summary>
    private const string OwnNames = "MtlsAspire.*";

    public static void Add(IHostApplicationBuilder builder)
    {
        // ASP.NET Core then puts OpenTelemetry's HTTP attributes on its request span itself.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        builder.Services.TryAddSingleton<ClientConnections>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", OwnNames)
                .AddProcessor<ServerCertificateProcessor>())
            .WithMetrics(metrics => metrics
                .AddMeter(
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Net.Http",
                    "System.Runtime",
                    OwnNames))
            .WithLogging(
                configureBuilder: null,
                logs =>
                {
                    logs.IncludeFormattedMessage = true;
                    logs.IncludeScopes = true;
                });

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) telemetry.UseOtlpExporter();
    }
}
