using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>The standard environment variables of OpenTelemetry SDKs, set so that they export to the dashboard.</summary>
internal static class OtlpVariables
{
    public static void Add(EnvironmentCallbackContext context, IDistributedApplicationBuilder builder)
    {
        var variables = context.EnvironmentVariables;
        var id = context.Resource.GetInstanceName();
        variables["OTEL_SERVICE_NAME"] = context.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={id[(id.LastIndexOf('-') + 1)..]}";
        if (!builder.Resources.TryGetByName(DashboardResource.ResourceName, out var found) || found is not IResourceWithEndpoints dashboard)
        {
            return;
        }

        var required = context.Resource.Annotations.OfType<OtlpExporterAnnotation>().Last().RequiredProtocol;
        var grpc = dashboard.GetEndpoint(DashboardResource.OtlpGrpcEndpoint);
        var http = dashboard.GetEndpoint(DashboardResource.OtlpHttpEndpoint);
        var useGrpc = required is null or OtlpProtocol.Grpc && grpc.Exists;
        if (!useGrpc && !http.Exists)
        {
            throw new DistributedApplicationException(
                $"'{context.Resource.Name}' exports telemetry by OTLP over HTTP, but the dashboard has no such endpoint. Set ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL.");
        }

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = useGrpc ? grpc : http;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = useGrpc ? "grpc" : required is OtlpProtocol.HttpJson ? "http/json" : "http/protobuf";
        variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={builder.Configuration[ApplicationSecrets.OtlpApiKey]}";
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (builder.Environment.IsDevelopment())
        {
            // What has just happened is seen at once, and whole.
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
            variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        }
    }
}
