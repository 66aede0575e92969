using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Embedded.Aspire.Tests.Model;

/// <summary>How the dashboard and those who export telemetry to it are set up.</summary>
public sealed class DashboardModelTests
{
    private static readonly string[] Secrets =
        ["DASHBOARD__FRONTEND__BROWSERTOKEN", "DASHBOARD__RESOURCESERVICECLIENT__APIKEY", "DASHBOARD__OTLP__PRIMARYAPIKEY", "DASHBOARD__API__PRIMARYAPIKEY"];

    [Fact]
    public async Task The_dashboard_is_never_anonymous_whatever_the_environment_says()
    {
        var builder = Create(["--ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true", "--AppHost:OtlpApiKey=", "--ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY= "]);

        var environment = await DashboardEnvironmentAsync(builder);

        Assert.Equal("false", environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"]);
        Assert.Equal("false", environment["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"]);
        Assert.Equal("BrowserToken", environment["DASHBOARD__FRONTEND__AUTHMODE"]);
        Assert.All(
            ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "DASHBOARD__OTLP__AUTHMODE", "DASHBOARD__API__AUTHMODE"],
            mode => Assert.Equal("ApiKey", environment[mode]));
        Assert.All(Secrets, secret => Assert.Matches("^[0-9a-f]{32}$", environment[secret]));
    }

    [Fact]
    public async Task Each_run_has_keys_of_its_own_and_no_key_serves_two_purposes()
    {
        var first = await DashboardEnvironmentAsync(Create());
        var second = await DashboardEnvironmentAsync(Create());

        Assert.Equal(8, Secrets.Select(s => first[s]).Concat(Secrets.Select(s => second[s])).Distinct().Count());
    }

    [Fact]
    public async Task A_token_that_the_user_has_chosen_is_used()
    {
        // Keys are made when the builder is created, so it comes with the arguments.
        var builder = Create(["--ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN=chosen"]);

        Assert.Equal("chosen", (await DashboardEnvironmentAsync(builder))["DASHBOARD__FRONTEND__BROWSERTOKEN"]);
    }

    [Fact]
    public async Task A_dashboard_that_is_not_there_is_told_at_the_start_and_not_with_a_stack_trace_from_Build()
    {
        await using var app = Create(("ASPIRE_DASHBOARD_PATH", "/no/such/dashboard")).Build();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());

        Assert.Contains("/no/such/dashboard", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ASPIRE_DASHBOARD_PATH", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_exports_telemetry_gets_the_address_the_protocol_and_the_key()
    {
        var builder = Create();
        var grpc = builder.AddShell("grpc").WithOtlpExporter();
        var http = builder.AddShell("http").WithOtlpExporter(OtlpProtocol.HttpProtobuf);
        using var app = builder.Build();
        Dashboard(builder).Allocated(6000);

        var key = builder.Configuration["AppHost:OtlpApiKey"];
        var overGrpc = await TestModel.EnvironmentAsync(grpc.Resource);
        var overHttp = await TestModel.EnvironmentAsync(http.Resource);

        Assert.Equal(("http://localhost:6001", "grpc"), (overGrpc["OTEL_EXPORTER_OTLP_ENDPOINT"], overGrpc["OTEL_EXPORTER_OTLP_PROTOCOL"]));
        Assert.Equal(("http://localhost:6002", "http/protobuf"), (overHttp["OTEL_EXPORTER_OTLP_ENDPOINT"], overHttp["OTEL_EXPORTER_OTLP_PROTOCOL"]));
        Assert.Equal($"x-otlp-api-key={key}", overGrpc["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("grpc", overGrpc["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=", overGrpc["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
    }

    private static IDistributedApplicationBuilder Create(params (string Key, string? Value)[] configuration) => Create([], configuration);

    private static IDistributedApplicationBuilder Create(string[] args, params (string Key, string? Value)[] configuration)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ASPIRE_DASHBOARD_PATH"] = typeof(DashboardModelTests).Assembly.Location });
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(c => c.Key, c => c.Value));
        return builder;
    }

    private static IResourceBuilder<ExecutableResource> Dashboard(IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder<ExecutableResource>("aspire-dashboard");

    private static async Task<Dictionary<string, string?>> DashboardEnvironmentAsync(IDistributedApplicationBuilder builder)
    {
        using var app = builder.Build();
        return await TestModel.EnvironmentAsync(Dashboard(builder).Allocated(6000).Resource);
    }
}
