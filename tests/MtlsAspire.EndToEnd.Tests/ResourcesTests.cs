using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

[Collection(SharedAppHostGroup.Name)]
public sealed class ResourcesTests(SharedAppHost appHost)
{
    [Theory]
    [InlineData("ca")]
    [InlineData("storage")]
    [InlineData("processing")]
    [InlineData("archive")]
    [InlineData("client1")]
    [InlineData("client2")]
    public void CA_boxes_and_clients_run_and_are_healthy(string name)
    {
        var snapshot = Snapshot(name);

        Assert.Equal(KnownResourceStates.Running, snapshot.State?.Text);
        Assert.Equal(HealthStatus.Healthy, snapshot.HealthStatus);
    }

    [Fact]
    public void The_PKI_has_finished_its_work()
    {
        var snapshot = Snapshot("pki");

        Assert.Equal(KnownResourceStates.Finished, snapshot.State?.Text);
        Assert.Equal(0, snapshot.ExitCode);
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    [InlineData("server")]
    [InlineData("storage")]
    [InlineData("processing")]
    [InlineData("archive")]
    [InlineData("operator")]
    [InlineData("client1")]
    [InlineData("client2")]
    public void Every_identity_lies_in_the_certificates_directory_of_this_AppHost(string name)
    {
        Assert.True(File.Exists(Path.Combine(appHost.Running.Certs, $"{name}.crt")));
        Assert.True(File.Exists(Path.Combine(appHost.Running.Certs, $"{name}.key")));
    }

    [Fact]
    public async Task The_CA_publishes_its_list_by_http_and_enrols_by_https()
    {
        using var client = new HttpClient();
        var list = await client.GetByteArrayAsync(new Uri(appHost.Running.Application.GetEndpoint("ca", "http"), "/crl/issuing-ca.crl"));
        CertificateRevocationListBuilder.Load(list, out var number, out _);
        Assert.True(number > 0);

        var certificates = await Mtls.GetAsync(
            appHost.Running, "client1", CancellationToken.None, new Uri(appHost.Running.Application.GetEndpoint("ca", "https"), "/.well-known/est/cacerts"));
        Assert.NotEmpty(Convert.FromBase64String(certificates));
    }

    [Fact]
    public void The_links_have_the_domain_and_say_what_they_are()
    {
        var port = appHost.Running.Server.Port;

        Assert.Contains(Links("storage"), link => link == $"https://mtls.localhost:{port} mtls.localhost:{port} (explains)");
        Assert.Contains(Links("storage"), link => link.EndsWith(" (requires)", StringComparison.Ordinal));
        Assert.Contains(Links("ca"), link => link.EndsWith("/crl/issuing-ca.crl CRL", StringComparison.Ordinal));
        Assert.Contains(Links("ca"), link => link.EndsWith("/aia/ca.crt CA certificate", StringComparison.Ordinal));

        IEnumerable<string> Links(string name) => Snapshot(name).Urls.Select(url => $"{url.Url} {url.DisplayProperties.DisplayName}");
    }

    [ToolFact("curl")]
    public async Task The_server_is_reached_by_its_domain()
    {
        var certs = appHost.Running.Certs;

        var answer = await ProcessRunner.RunAsync(
            "curl", ["-sS", "--cert", $"{certs}/client1.crt", "--key", $"{certs}/client1.key", "--cacert", $"{certs}/ca.crt", $"https://mtls.localhost:{appHost.Running.Server.Port}"]);

        Assert.StartsWith("Hello, client1! Client verified", answer.EnsureSuccess().StandardOutput, StringComparison.Ordinal);
    }

    private CustomResourceSnapshot Snapshot(string name)
    {
        Assert.True(appHost.Running.Application.ResourceNotifications.TryGetCurrentState(name, out var state), $"nothing is known of '{name}'");
        return state.Snapshot;
    }
}
