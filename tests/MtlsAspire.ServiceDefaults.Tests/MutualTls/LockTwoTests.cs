using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>The client verifies the server: our HTTP client over real sockets, with servers good and bad.</summary>
public sealed class LockTwoTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_good_server_is_accepted_and_sees_our_certificate(string version)
    {
        await using var server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);
        using var logs = new CollectedLogs();
        using var host = CreateHost(logs);
        using var client = Client(host, server.Https);
        client.DefaultRequestVersion = Version.Parse(version);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("accepted", await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
        }

        var log = Assert.Single(logs.All, log => log.Category == "MtlsAspire.ServiceDefaults.MutualTls.Client.MutualTlsHandler");
        Assert.Equal("CN=server, O=MtlsAspire", log.Values["Subject"]);
        Assert.Equal("89", log.Values["DaysLeft"]);
    }

    [Theory]
    [InlineData("wrong name", RefusalReason.NameMismatch)]
    [InlineData("name only as common name", RefusalReason.NameMismatch)]
    [InlineData("of another CA", RefusalReason.UnknownCa)]
    [InlineData("for clients", RefusalReason.WrongPurpose)]
    [InlineData("without purpose", RefusalReason.WrongPurpose)]
    public async Task A_bad_server_is_refused_and_the_caller_is_told_why(string kind, RefusalReason reason)
    {
        using var foreign = new TestPki();
        var settings = kind == "of another CA" ? foreign.Write(foreign.IssueServer()) : _pki.Write(Issue(kind));
        await using var server = await TestServer.StartAsync(settings, MinimalService.Create);
        using var logs = new CollectedLogs();
        using var host = CreateHost(logs);
        using var client = Client(host, server.Https);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));

        Assert.Equal(HttpRequestError.SecureConnectionError, exception.HttpRequestError);
        var refused = Assert.IsType<ServerRefusedException>(exception.InnerException);
        Assert.Equal(reason, refused.Verdict.Reason);
        Assert.DoesNotContain(server.Logs.All, log => log.Message.Contains("/verdict", StringComparison.Ordinal));
    }

    private static HttpClient Client(IHost host, Uri server)
    {
        var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        client.BaseAddress = server;
        client.Timeout = Eventually.Deadline;
        return client;
    }

    private IHost CreateHost(CollectedLogs logs)
    {
        using var leaf = _pki.IssueClient();
        var builder = Host.CreateApplicationBuilder(_pki.Write(leaf));
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.AddMutualTls();
        builder.Services.AddHttpClient("test").AddMutualTls();
        return builder.Build();
    }

    private X509Certificate2 Issue(string kind)
    {
        var good = LeafRequest.Server("server", "localhost");
        return _pki.Issuing.Issue(kind switch
        {
            "wrong name" => LeafRequest.Server("server", "wrong.test"),
            "name only as common name" => good with { Subject = SubjectName.Of("localhost"), AlternativeNames = [] },
            "for clients" => good with { Profile = CertificateProfile.Client },
            "without purpose" => good with { Profile = CertificateProfile.Server with { ExtendedKeyUsages = [] } },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such server"),
        });
    }
}
