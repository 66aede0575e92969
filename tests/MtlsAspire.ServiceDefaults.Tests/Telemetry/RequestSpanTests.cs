using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>What is on the server's request span.</summary>
public sealed class RequestSpanTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private readonly int _managementPort = FreePorts.Next();
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(
        [.. _pki.Write(_pki.IssueServer()), $"--urls=https://127.0.0.1:0;http://127.0.0.1:{_managementPort}"], MinimalService.Create);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12, "1.2")]
    [InlineData(SslProtocols.Tls13, "1.3")]
    public async Task It_carries_certificate_TLS_route_and_status(SslProtocols protocol, string version)
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf, protocols: protocol);

        var (span, _) = await GetAsync(client, "/items/7");

        Assert.Equal("GET /items/{id}", span.DisplayName);
        Assert.Equal("/items/{id}", span.GetTagItem("http.route"));
        Assert.Equal(200, span.GetTagItem("http.response.status_code"));
        Assert.Equal("GET", span.GetTagItem("http.request.method"));
        Assert.Equal("/items/7", span.GetTagItem("url.path"));
        Assert.Equal("CN=client1, O=MtlsAspire", span.GetTagItem("tls.client.subject"));
        Assert.Equal("CN=Test Issuing CA, O=MtlsAspire", span.GetTagItem("tls.client.issuer"));
        Assert.Equal($"{leaf.NotBefore.ToUniversalTime():yyyy-MM-ddTHH:mm:ss}.000Z", span.GetTagItem("tls.client.not_before"));
        Assert.Equal($"{leaf.NotAfter.ToUniversalTime():yyyy-MM-ddTHH:mm:ss}.000Z", span.GetTagItem("tls.client.not_after"));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(leaf.RawData)), span.GetTagItem("tls.client.hash.sha256"));
        Assert.Equal("tls", span.GetTagItem("tls.protocol.name"));
        Assert.Equal(version, span.GetTagItem("tls.protocol.version"));
        Assert.StartsWith("TLS_", (string?)span.GetTagItem("tls.cipher"), StringComparison.Ordinal);
        Assert.Equal("accepted", span.GetTagItem("mtls.client.verdict"));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task All_requests_of_a_connection_share_the_values(string version)
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf, version: Version.Parse(version));

        var (first, _) = await GetAsync(client, "/items/1");
        var (second, _) = await GetAsync(client, "/items/2");

        Assert.NotNull(first.GetTagItem("tls.client.subject"));
        foreach (var name in new[] { "subject", "issuer", "not_before", "not_after", "hash.sha256" })
        {
            Assert.Same(first.GetTagItem($"tls.client.{name}"), second.GetTagItem($"tls.client.{name}"));
        }
    }

    [Fact]
    public async Task A_refused_client_is_on_the_span_with_the_reason()
    {
        using var leaf = _pki.Issuing.Issue(Pki.Authority.LeafRequest.Client("client1") with { Validity = TestPki.Expired });
        using var client = _pki.CreateClient(_server.Https, leaf);

        var (span, _) = await GetAsync(client, "/claims");

        Assert.Equal("certificate_expired", span.GetTagItem("mtls.client.verdict"));
        Assert.Equal("CN=client1, O=MtlsAspire", span.GetTagItem("tls.client.subject"));
        Assert.Equal(401, span.GetTagItem("http.response.status_code"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public async Task Without_a_certificate_there_are_no_client_attributes()
    {
        using var client = _pki.CreateClient(_server.Https);

        var (span, _) = await GetAsync(client, "/verdict");

        Assert.Equal("certificate_missing", span.GetTagItem("mtls.client.verdict"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Key.StartsWith("tls.client.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_throws_is_an_error_500_on_the_span()
    {
        using var client = _pki.CreateClient(_server.Https);

        var (span, status) = await GetAsync(client, "/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(500, span.GetTagItem("http.response.status_code"));
        Assert.Equal("System.InvalidOperationException", span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("GET /fails", span.DisplayName);
    }

    [Fact]
    public async Task An_unknown_path_has_no_route()
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf);

        var (span, _) = await GetAsync(client, "/nowhere");

        Assert.Equal(404, span.GetTagItem("http.response.status_code"));
        Assert.Null(span.GetTagItem("http.route"));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_answered_on_plain_http_and_is_not_traced(string path)
    {
        using var management = new HttpClient { BaseAddress = _server.Http };
        using var trace = new Activity("test").Start();
        trace.ActivityTraceFlags |= ActivityTraceFlags.Recorded;

        using var response = await management.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // Spans end in order: a later one of the same server proves that the first would be there.
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf);
        await client.GetStringAsync(new Uri("/verdict", UriKind.Relative));
        var span = await _server.Spans.WaitForAsync(trace.TraceId, ActivityKind.Server);
        Assert.Equal("GET /verdict", span.DisplayName);
        Assert.Single(_server.Spans.Of(trace.TraceId), candidate => candidate.Kind == ActivityKind.Server);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_not_answered_on_https(string path)
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf);

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<(Activity Span, HttpStatusCode Status)> GetAsync(HttpClient client, string path)
    {
        using var trace = new Activity("test").Start();
        trace.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (await _server.Spans.WaitForAsync(trace.TraceId, ActivityKind.Server), response.StatusCode);
    }
}
