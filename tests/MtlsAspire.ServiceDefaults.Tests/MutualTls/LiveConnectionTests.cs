using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>A connection may outlive what its client was accepted for: then it is ended.</summary>
public sealed class LiveConnectionTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_that_is_revoked_while_connected_gets_no_further_answer_and_is_disconnected(string version)
    {
        await using var server = await StartAsync();
        using var metrics = new CollectedMeasurements(server.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");
        using var revoked = _pki.IssueClient("client1");
        using var good = _pki.IssueClient("client2");
        using var revokedClient = _pki.CreateClient(server.Https, revoked, version: Version.Parse(version));
        using var goodClient = _pki.CreateClient(server.Https, good, version: Version.Parse(version));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(revokedClient));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(goodClient));

        _pki.Revoke(revoked);

        var audit = await server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");
        Assert.StartsWith("Connection with Client", audit.Message, StringComparison.Ordinal);
        Assert.Equal("certificate_revoked", audit.Values["Reason"]);
        Assert.Equal("CN=client1, O=MtlsAspire", audit.Values["Subject"]);
        var ended = Assert.Single(metrics.Of("mtls.connections.ended"));
        Assert.Equal(("client", "certificate_revoked"), (ended["mtls.peer"], ended["error.type"]));
        // On the old connection or a new one, the answer is the same.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(revokedClient));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(goodClient));
        Assert.Single(server.ConnectionLogs, log => log.Values.GetValueOrDefault("Subject") == "CN=client2, O=MtlsAspire");
    }

    [Fact]
    public async Task The_connection_itself_is_cut_even_if_the_client_does_nothing()
    {
        await using var server = await StartAsync();
        using var leaf = _pki.IssueClient();
        await using var client = await RawClient.ConnectAsync(server.Https);
        await client.HandshakeAsync(System.Security.Authentication.SslProtocols.Tls13, leaf);
        await server.Logs.WaitForAsync(log => log.Message.StartsWith("Client CN=client1", StringComparison.Ordinal));

        _pki.Revoke(leaf);

        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_certificate_that_expires_while_connected_is_the_end_too()
    {
        await using var server = await StartAsync();
        using var leaf = _pki.Issuing.Issue(Pki.Authority.LeafRequest.Client("client1") with
        {
            Validity = new Pki.Authority.Validity(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(3)),
        });
        using var client = _pki.CreateClient(server.Https, leaf);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));

        var audit = await server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");

        Assert.Equal("certificate_expired", audit.Values["Reason"]);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_that_was_refused_is_judged_anew_when_it_asks_again(string version)
    {
        using var other = new TestPki();
        TestPki.Replace(_pki.IssuingListPath, TestPki.EmptyList(other.Issuing));
        await using var server = await StartAsync();
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(server.Https, leaf, version: Version.Parse(version));
        using (var refused = await client.GetAsync(new Uri("/claims", UriKind.Relative)))
        {
            Assert.Contains("revocation_unknown", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        _pki.PublishLists();

        await Eventually.BecomesAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, "the client accepted");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/claims", UriKind.Relative));
        return response.StatusCode;
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);
}
