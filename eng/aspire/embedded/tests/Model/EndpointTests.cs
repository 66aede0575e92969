using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class EndpointTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create();

    [Fact]
    public void An_endpoint_is_named_by_its_scheme_and_is_proxied_by_default()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint().WithHttpsEndpoint(port: 8443).WithEndpoint();

        var endpoints = web.Resource.Annotations.OfType<EndpointAnnotation>().ToList();

        Assert.Equal(["http", "https", "tcp"], endpoints.Select(e => e.Name));
        Assert.Equal(["http", "http", "tcp"], endpoints.Select(e => e.Transport));
        Assert.Equal([null, 8443, null], endpoints.Select(e => e.Port));
        Assert.All(endpoints, e => Assert.Equal((true, false, null, "localhost", ProtocolType.Tcp), (e.IsProxied, e.IsExternal, e.TargetPort, e.TargetHost, e.Protocol)));
    }

    [Fact]
    public void Without_a_proxy_the_process_listens_on_the_public_port()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint(port: 5000, isProxied: false);

        Assert.Equal(5000, web.GetEndpoint("http").TargetPort);
    }

    [Fact]
    public void An_endpoint_that_exists_is_changed_where_something_is_given()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint(port: 5000, targetPort: 6000)
            .WithHttpEndpoint(targetPort: 7000)
            .WithEndpoint("HTTP", e => e.TargetHost = "0.0.0.0")
            .WithExternalHttpEndpoints();

        var endpoint = Assert.Single(web.Resource.Annotations.OfType<EndpointAnnotation>());

        Assert.Equal((5000, 7000, "0.0.0.0", true), (endpoint.Port, endpoint.TargetPort, endpoint.TargetHost, endpoint.IsExternal));
    }

    [Fact]
    public void An_endpoint_is_created_by_a_change_unless_that_is_not_wanted()
    {
        var web = _builder.AddShell("web")
            .WithEndpoint("made", e => e.UriScheme = "redis")
            .WithEndpoint("missing", _ => Assert.Fail("There is no such endpoint."), createIfNotExists: false);

        Assert.Equal(["made"], web.Resource.GetEndpoints().Select(e => e.EndpointName));
        Assert.Equal("redis", web.GetEndpoint("made").Scheme);
    }

    [Fact]
    public async Task The_process_is_told_its_port_by_the_variable_that_was_named_last()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint(env: "OLD").WithHttpEndpoint(env: "PORT").Allocated(5000);

        Assert.Equal(
            new Dictionary<string, string?> { ["PORT"] = "{{- portForServing \"web\" -}}" },
            await TestModel.EnvironmentAsync(web.Resource));
    }

    [Fact]
    public async Task Each_of_several_endpoints_has_a_port_of_its_own()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint(env: "A").WithHttpsEndpoint(env: "B").Allocated(5000);

        var environment = await TestModel.EnvironmentAsync(web.Resource);

        Assert.Equal("{{- portForServing \"web-http\" -}}", environment["A"]);
        Assert.Equal("{{- portForServing \"web-https\" -}}", environment["B"]);
    }

    [Fact]
    public void An_address_that_is_not_known_yet_is_said_so()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint();
        var endpoint = web.GetEndpoint("http");
        var missing = web.GetEndpoint("grpc");

        Assert.False(endpoint.IsAllocated);
        Assert.Contains("'http' of 'web' has no address yet", Assert.Throws<InvalidOperationException>(() => endpoint.Url).Message, StringComparison.Ordinal);
        Assert.False(missing.Exists);
        Assert.Contains("'web' has no endpoint named 'grpc'", Assert.Throws<InvalidOperationException>(() => missing.Scheme).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_made_early_finds_the_endpoint_that_comes_later()
    {
        var web = _builder.AddShell("web");
        var endpoint = web.GetEndpoint("http");

        web.WithHttpEndpoint().Allocated(5000);

        Assert.True(endpoint is { Exists: true, IsHttp: true, IsHttps: false });
        Assert.Equal(("http://localhost:5000", "localhost", 5000), (endpoint.Url, endpoint.Host, endpoint.Port));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void An_impossible_port_is_refused(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllocatedEndpoint(new EndpointAnnotation(ProtocolType.Tcp), "localhost", port));

    [Fact]
    public void A_health_check_needs_an_http_endpoint()
    {
        var web = _builder.AddShell("web").WithEndpoint(scheme: "redis");

        Assert.Contains(
            "'web' as it has no endpoint named 'http'",
            Assert.Throws<DistributedApplicationException>(() => web.WithHttpHealthCheck("/health")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "scheme 'redis' is not an HTTP endpoint",
            Assert.Throws<DistributedApplicationException>(() => web.WithHttpHealthCheck("/health", endpointName: "redis")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_health_check_is_known_by_resource_endpoint_path_and_status()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint().WithHttpHealthCheck("/health").WithHttpHealthCheck(statusCode: 204);

        Assert.Equal(
            ["web_http_/health_200_check", "web_http_/_204_check"],
            web.Resource.Annotations.OfType<HealthCheckAnnotation>().Select(h => h.Key));
        Assert.Throws<DistributedApplicationException>(() => web.WithHealthCheck("web_http_/health_200_check"));
    }
}
