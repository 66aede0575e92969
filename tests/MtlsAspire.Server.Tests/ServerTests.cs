using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests;

/// <summary>What the server answers, to clients good and bad.</summary>
public sealed class ServerTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(
        [.. _pki.Write(_pki.IssueServer()), $"--urls=https://127.0.0.1:0;http://127.0.0.1:{FreePorts.Next()}"],
        ServerApplication.Create);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_good_client_is_greeted_by_name(string version)
    {
        using var leaf = _pki.IssueClient("client2");
        using var client = _pki.CreateClient(_server.Https, leaf, version: Version.Parse(version));

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Hello, client2! Client verified ✅", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_without_a_good_certificate_is_told_so_in_plain_text(bool hasExpired)
    {
        using var leaf = _pki.Issuing.Issue(LeafRequest.Client("client1") with { Validity = TestPki.Expired });
        using var client = _pki.CreateClient(_server.Https, hasExpired ? leaf : null);

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("❌ Client authentication failed.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whoami_tells_what_is_in_the_certificate_and_how_the_connection_is_protected()
    {
        using var leaf = _pki.Issuing.Issue(LeafRequest.Client("client1") with
        {
            AlternativeNames = [SubjectAlternativeName.Dns("client1.test"), SubjectAlternativeName.SpiffeId("mtls.localhost", "client1")],
        });
        using var client = _pki.CreateClient(_server.Https, leaf);

        var answer = await client.GetFromJsonAsync<JsonObject>(new Uri("/whoami", UriKind.Relative));

        var expected = new JsonObject
        {
            ["subject"] = "CN=client1, O=MtlsAspire",
            ["issuer"] = "CN=Test Issuing CA, O=MtlsAspire",
            ["serial"] = leaf.SerialNumber,
            ["subjectAlternativeNames"] = new JsonArray(
                new JsonObject { ["kind"] = "DNS", ["value"] = "client1.test" },
                new JsonObject { ["kind"] = "URI", ["value"] = "spiffe://mtls.localhost/client1" }),
            ["sha256"] = Convert.ToHexString(SHA256.HashData(leaf.RawData)),
            ["notBefore"] = JsonSerializer.SerializeToNode(leaf.NotBefore.ToUniversalTime()),
            ["notAfter"] = JsonSerializer.SerializeToNode(leaf.NotAfter.ToUniversalTime()),
            ["tlsVersion"] = "1.3",
            ["cipher"] = (string?)answer!["cipher"],
        };
        Assert.True(JsonNode.DeepEquals(expected, answer), answer.ToJsonString());
        Assert.StartsWith("TLS_", (string?)answer["cipher"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoami_answers_others_with_problem_details()
    {
        using var client = _pki.CreateClient(_server.Https);

        using var response = await client.GetAsync(new Uri("/whoami", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("certificate_missing", (string?)problem!["reason"]);
        Assert.Equal("The client sent no certificate.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.NotFound)]
    [InlineData("/whoami", HttpStatusCode.NotFound)]
    public async Task The_management_address_answers_health_and_nothing_else(string path, HttpStatusCode expected)
    {
        using var management = new HttpClient { BaseAddress = _server.Http };
        using var response = await management.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(expected, response.StatusCode);
    }
}
