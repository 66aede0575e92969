using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>Telemetry leaves the process where the environment says so.</summary>
public sealed class OtlpExportTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_are_sent_to_the_endpoint_that_is_set()
    {
        var received = new ConcurrentDictionary<string, string?>(StringComparer.Ordinal);
        await using var collector = await StartCollectorAsync(received);
        var builder = Host.CreateApplicationBuilder(
        [
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_EXPORTER_OTLP_HEADERS=x-otlp-api-key=secret",
            "--OTEL_BSP_SCHEDULE_DELAY=100",
            "--OTEL_BLRP_SCHEDULE_DELAY=100",
            "--OTEL_METRIC_EXPORT_INTERVAL=100",
        ]);
        builder.AddServiceDefaults();
        using var host = builder.Build();
        await host.StartAsync();

        using (var source = new System.Diagnostics.ActivitySource("MtlsAspire.Test"))
        {
            source.StartActivity("work")?.Dispose();
        }

        await Eventually.FindAsync(() => received.Count >= 3 ? received : null, "all three signals");
        await host.StopAsync();
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], received.Keys.Order(StringComparer.Ordinal));
        Assert.All(received.Values, key => Assert.Equal("secret", key));
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string?> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            received[context.Request.Path] = context.Request.Headers["x-otlp-api-key"];
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
