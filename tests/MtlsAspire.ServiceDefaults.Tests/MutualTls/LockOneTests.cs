using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>The server verifies the client: over real sockets, with clients good and bad.</summary>
public sealed class LockOneTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private TestServer _server = null!;

    public static TheoryData<SslProtocols, string> ProtocolsAndVersions => new()
    {
        { SslProtocols.Tls12, "1.1" },
        { SslProtocols.Tls12, "2.0" },
        { SslProtocols.Tls13, "1.1" },
        { SslProtocols.Tls13, "2.0" },
    };

    public static TheoryData<string, SslProtocols, string> BadClients
    {
        get
        {
            var data = new TheoryData<string, SslProtocols, string>();
            foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
            {
                data.Add("none", protocol, "certificate_missing");
                data.Add("expired", protocol, "certificate_expired");
                data.Add("not yet valid", protocol, "certificate_not_yet_valid");
                data.Add("of another CA", protocol, "unknown_ca");
                data.Add("self-signed", protocol, "unknown_ca");
                data.Add("for servers", protocol, "wrong_purpose");
                data.Add("without purpose", protocol, "wrong_purpose");
                data.Add("for any purpose", protocol, "wrong_purpose");
            }

            return data;
        }
    }

    public async Task InitializeAsync() =>
        _server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [MemberData(nameof(ProtocolsAndVersions))]
    public async Task A_good_client_is_accepted(SslProtocols protocol, string version)
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf, protocols: protocol, version: Version.Parse(version));

        using var response = await client.GetAsync(new Uri("/verdict", UriKind.Relative));

        Assert.Equal("accepted", await response.Content.ReadAsStringAsync());
        Assert.Equal(Version.Parse(version), response.Version);
        Assert.Equal(protocol.ToString(), await client.GetStringAsync(new Uri("/tls", UriKind.Relative)));
        var log = Assert.Single(_server.ConnectionLogs);
        Assert.Equal(LogLevel.Information, log.Level);
        Assert.Equal("CN=client1, O=MtlsAspire", log.Values["Subject"]);
        Assert.Equal("CN=Test Issuing CA, O=MtlsAspire", log.Values["Issuer"]);
        Assert.Equal(leaf.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), log.Values["Sha256"]);
    }

    [Theory]
    [MemberData(nameof(BadClients))]
    public async Task A_bad_client_is_told_why(string kind, SslProtocols protocol, string reason)
    {
        using var foreign = new TestPki();
        using var leaf = Issue(kind, foreign);
        using var client = _pki.CreateClient(_server.Https, leaf, withChain: kind != "self-signed", protocols: protocol);

        Assert.Equal(reason, await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));

        using var refusal = await client.GetAsync(new Uri("/claims", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
        Assert.Equal("application/problem+json", refusal.Content.Headers.ContentType?.MediaType);
        var problem = await refusal.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(reason, (string?)problem!["reason"]);
        Assert.Equal(401, (int?)problem["status"]);
        var log = Assert.Single(_server.ConnectionLogs);
        Assert.Equal(LogLevel.Warning, log.Level);
        Assert.Equal(reason, log.Values["Reason"]);
        Assert.Equal((string?)problem["detail"], log.Values["Explanation"]);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_that_does_not_send_its_intermediate_is_accepted_on_every_connection_resumed_ones_too(SslProtocols protocol)
    {
        const int Connections = 8;
        using var leaf = _pki.IssueClient();
        for (var i = 0; i < Connections; i++)
        {
            // Both kinds of clients, each on a connection of its own; the process resumes sessions where it can.
            using var client = _pki.CreateClient(_server.Https, leaf, withChain: i % 2 == 0, protocols: protocol);
            Assert.Equal("accepted", await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
        }

        Assert.Equal(Connections, _server.ConnectionLogs.Count);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task One_connection_has_one_verdict_and_one_log_line_for_all_its_requests(string version)
    {
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf, version: Version.Parse(version));

        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("CN=client1", await client.GetStringAsync(new Uri("/claims", UriKind.Relative)), StringComparison.Ordinal);
        }

        Assert.Single(_server.ConnectionLogs);
    }

    [Fact]
    public async Task The_principal_has_every_name_of_the_certificate()
    {
        var request = LeafRequest.Client("client1") with
        {
            AlternativeNames =
            [
                SubjectAlternativeName.Dns("one.test"),
                SubjectAlternativeName.Dns("two.test"),
                SubjectAlternativeName.Ip(IPAddress.Parse("192.0.2.1")),
                SubjectAlternativeName.Email("client1@one.test"),
                SubjectAlternativeName.Uri(new Uri("https://one.test/client1")),
                SubjectAlternativeName.SpiffeId("mtls.localhost", "client1"),
            ],
        };
        using var leaf = _pki.Issuing.Issue(request);
        using var client = _pki.CreateClient(_server.Https, leaf);

        var claims = (await client.GetStringAsync(new Uri("/claims", UriKind.Relative))).Split('\n');

        Assert.Equal(
            [
                "issuer=CN=Test Issuing CA, O=MtlsAspire",
                $"{ClaimTypes.Thumbprint}={leaf.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)}",
                $"{ClaimTypes.X500DistinguishedName}=CN=client1, O=MtlsAspire",
                $"{ClaimTypes.SerialNumber}={leaf.SerialNumber}",
                $"{ClaimTypes.Name}=client1",
                $"{ClaimTypes.Dns}=one.test",
                $"{ClaimTypes.Dns}=two.test",
                "ip_address=192.0.2.1",
                $"{ClaimTypes.Email}=client1@one.test",
                $"{ClaimTypes.Uri}=https://one.test/client1",
                $"{ClaimTypes.Uri}=spiffe://mtls.localhost/client1",
                "spiffe_id=spiffe://mtls.localhost/client1",
            ],
            claims);
    }

    [Fact]
    public async Task Garbage_on_the_port_does_not_disturb_the_next_client()
    {
        using (var garbage = new TcpClient())
        {
            await garbage.ConnectAsync(_server.Https.Host, _server.Https.Port);
            await garbage.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(garbage.GetStream());
            try
            {
                await reader.ReadToEndAsync();
            }
            catch (IOException)
            {
                // Closed by reset, which is as good.
            }
        }

        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(_server.Https, leaf);
        Assert.Equal("accepted", await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
    }

    private X509Certificate2? Issue(string kind, TestPki foreign)
    {
        var client = LeafRequest.Client("client1");
        return kind switch
        {
            "none" => null,
            "expired" => _pki.Issuing.Issue(client with { Validity = TestPki.Expired }),
            "not yet valid" => _pki.Issuing.Issue(client with { Validity = TestPki.NotYetValid }),
            "of another CA" => foreign.IssueClient(),
            "self-signed" => CertificateAuthority.IssueSelfSigned(client),
            "for servers" => _pki.Issuing.Issue(client with { Profile = CertificateProfile.Server }),
            "without purpose" => _pki.Issuing.Issue(client with { Profile = CertificateProfile.Client with { ExtendedKeyUsages = [] } }),
            "for any purpose" => _pki.Issuing.Issue(client with { Profile = CertificateProfile.Client with { ExtendedKeyUsages = ["2.5.29.37.0"] } }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such client"),
        };
    }
}
