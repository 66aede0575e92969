using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Revocation lists that are named by URL: fetched in the background, the last good one kept.</summary>
public sealed class RevocationListDownloadTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private WebApplication _publisher = null!;
    private volatile bool _isBroken;

    private string Url => _publisher.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _publisher = builder.Build();
        _publisher.MapGet("/{list}.crl", (string list) =>
            _isBroken ? Results.StatusCode(503) : Results.Text(File.ReadAllText(list == "root" ? _pki.RootListPath : _pki.IssuingListPath)));
        await _publisher.StartAsync();
    }

    public async Task DisposeAsync() => await _publisher.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_new_list_is_fetched_and_refuses_whom_it_revokes()
    {
        await using var server = await StartAsync();
        using var leaf = _pki.IssueClient();
        await UntilAsync(server, leaf, HttpStatusCode.OK);

        _pki.Revoke(leaf);

        await UntilAsync(server, leaf, HttpStatusCode.Unauthorized);
        Assert.Equal("certificate_revoked", server.ConnectionLogs.Last(log => log.Values.ContainsKey("Reason")).Values["Reason"]);
    }

    [Fact]
    public async Task While_the_publisher_fails_the_last_good_list_serves_and_health_says_so()
    {
        await using var server = await StartAsync();
        using var leaf = _pki.IssueClient();
        await UntilAsync(server, leaf, HttpStatusCode.OK);

        _isBroken = true;
        var failure = await server.Logs.WaitForAsync(log => log.Level == LogLevel.Error);
        Assert.Contains("/root.crl cannot be fetched: Response status code does not indicate success: 503", failure.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, leaf));
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(server)).Status);

        _isBroken = false;
        await server.Logs.WaitForAsync(log => log.Message == "The files for downloads are in order again.");
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(server)).Status);
    }

    [Fact]
    public async Task A_list_that_was_never_fetched_refuses_everybody()
    {
        _isBroken = true;
        await using var server = await StartAsync();
        using var leaf = _pki.IssueClient();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, leaf));

        Assert.Equal("revocation_unknown", server.ConnectionLogs.Last(log => log.Values.ContainsKey("Reason")).Values["Reason"]);
    }

    private static async Task<HealthReportEntry> HealthAsync(TestServer server) =>
        (await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["mutual-tls"];

    private static Task UntilAsync(TestServer server, X509Certificate2 leaf, HttpStatusCode status) =>
        Eventually.BecomesAsync(async () => await StatusAsync(server, leaf) == status, $"status {status}");

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, X509Certificate2 leaf)
    {
        await using var client = await RawClient.ConnectAsync(server.Https);
        await client.HandshakeAsync(SslProtocols.Tls13, leaf);
        return (HttpStatusCode)int.Parse((await client.GetAsync("/claims")).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(
        [
            .. _pki.Write(_pki.IssueServer()),
            $"--MutualTls:RevocationLists={Url}/root.crl;{Url}/issuing.crl",
            "--MutualTls:RevocationListRefresh=00:00:00.100",
        ],
        MinimalService.Create);
}
