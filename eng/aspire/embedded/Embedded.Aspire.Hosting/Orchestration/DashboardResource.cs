using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>The dashboard as a (hidden) resource of the application, so that it is started, watched and stopped as all others are.</summary>
internal static class DashboardResource
{
    public const string ResourceName = "aspire-dashboard";
    public const string OtlpGrpcEndpoint = "otlp-grpc";
    public const string OtlpHttpEndpoint = "otlp-http";

    /// <summary>Adds the dashboard in front of all other resources, so that it starts first.</summary>
    public static void AddTo(IDistributedApplicationBuilder builder, string? installedPath)
    {
        var configuration = builder.Configuration;
        var program = AspireRuntime.FindDashboard(configuration, installedPath);
        var resource = new ExecutableResource(ResourceName, program, Path.GetDirectoryName(program)!);
        builder.Resources.Insert(0, resource);

        var dashboard = builder.CreateResourceBuilder(resource)
            .WithArgs("dashboard")
            .WithIconName("ContentView")
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Executable", Properties = [], IsHidden = true })
            .WithUrls(context => AddLoginLink(context, configuration));
        AddEndpoint(dashboard, configuration["ASPNETCORE_URLS"] ?? configuration["URLS"] ?? "http://localhost:0", name: null);
        var otlpHttp = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];
        AddEndpoint(dashboard, configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? "http://localhost:0", OtlpGrpcEndpoint);
        AddEndpoint(dashboard, otlpHttp ?? "http://localhost:0", OtlpHttpEndpoint);
        dashboard
            .WithEnvironment(context => SetEnvironment(context, resource, configuration))
            .WithHttpHealthCheck("/health");
    }

    private static void AddEndpoint(IResourceBuilder<ExecutableResource> dashboard, string urls, string? name)
    {
        var url = urls.Split(';')[0].Trim();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new DistributedApplicationException(
                $"The dashboard cannot use the URL '{url}': the embedded library supports http URLs only. Use the launch profile 'http' (see docs/embedded-aspire.md).");
        }

        dashboard.WithAnnotation(new EndpointAnnotation(
            ProtocolType.Tcp, uriScheme: address.Scheme, name: name, port: address.Port == 0 ? null : address.Port)
        {
            TargetHost = address.Host,
        });
    }

    private static void SetEnvironment(EnvironmentCallbackContext context, ExecutableResource dashboard, ConfigurationManager configuration)
    {
        var variables = context.EnvironmentVariables;
        foreach (var (key, value) in configuration.AsEnumerable().Where(e => e.Key.StartsWith("ASPIRE_DASHBOARD_", StringComparison.OrdinalIgnoreCase) && e.Value is not null))
        {
            variables[key] = value!;
        }

        // Whatever the AppHost's environment says, which the dashboard would inherit: there are secrets to be seen.
        variables["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "false";
        variables["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "false";
        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        variables["ASPNETCORE_URLS"] = Listening(dashboard, "http");
        variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Listening(dashboard, OtlpGrpcEndpoint);
        variables["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Listening(dashboard, OtlpHttpEndpoint);
        variables["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
        variables["DASHBOARD__FRONTEND__BROWSERTOKEN"] = configuration[ApplicationSecrets.BrowserToken]!;
        variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = configuration[ApplicationSecrets.ResourceServiceApiKey]!;
        variables["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__OTLP__PRIMARYAPIKEY"] = configuration[ApplicationSecrets.OtlpApiKey]!;
        variables["DASHBOARD__API__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__API__PRIMARYAPIKEY"] = configuration[ApplicationSecrets.DashboardApiKey]!;
        variables["ASPIRE_DASHBOARD_API_ENABLED"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "json";
    }

    private static ReferenceExpression Listening(ExecutableResource dashboard, string endpoint) =>
        ReferenceExpression.Create($"http://localhost:{dashboard.GetEndpoint(endpoint).Property(EndpointProperty.TargetPort)}");

    private static void AddLoginLink(ResourceUrlsCallbackContext context, ConfigurationManager configuration)
    {
        foreach (var url in context.Urls.Where(u => u.Endpoint?.EndpointName == "http"))
        {
            url.DisplayText = "Dashboard";
            url.Url = $"{url.Url}/login?t={configuration[ApplicationSecrets.BrowserToken]}";
        }
    }
}
