using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;
using MtlsAspire.Tests.Support;
using Xunit.Abstractions;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>Certificates and CAs are exchanged while requests come and go, and not one of them fails.</summary>
public sealed class RotationUnderLoadTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly RolloverPki _pki = new();
    private WebApplication _server = null!;
    private IHost _client = null!;
    private CollectedMeasurements _metrics = null!;

    public async Task InitializeAsync()
    {
        _server = MinimalService.Create(
            [.. _pki.Settings("server"), "--urls=https://127.0.0.1:0", "--MutualTls:Mode=Require"], builder => builder.Logging.ClearProviders());
        await _server.StartAsync();
        _metrics = new CollectedMeasurements(_server.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");

        var builder = Host.CreateApplicationBuilder(_pki.Settings("client"));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddMutualTls();
        builder.Services.AddHttpClient("test").AddMutualTls();
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.StopAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _metrics.Dispose();
        _pki.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public Task New_certificates_of_server_and_client_fail_no_request(string version) => ProveAsync("certificates", version, _ => _pki.Rotate());

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public Task A_rollover_from_one_CA_to_the_other_fails_no_request(string version) => ProveAsync("CA rollover", version, step =>
    {
        switch (step % 3)
        {
            case 0: _pki.TrustBoth(); break;
            case 1: _pki.Switch(); break;
            default: _pki.TrustCurrent(); break;
        }
    });

    private async Task ProveAsync(string what, string version, Action<int> exchange)
    {
        using var http = CreateClient(version);
        // Whatever happens once only, as compilation, happens before.
        Assert.Contains("client1", await http.GetStringAsync(new Uri("/claims", UriKind.Relative)), StringComparison.Ordinal);
        var load = new OfferedLoad(http, "/claims", LoadSettings.RotationRate, LoadSettings.RotationTime);
        var running = load.RunAsync();
        var exchanges = await ExchangeAsync(exchange, running);
        await running;

        var handshakes = _metrics.Of("mtls.handshakes").Count(handshake => handshake["mtls.result"] == "accepted");
        output.WriteLine(
            $"{what}, HTTP/{version}: {load.Offered / LoadSettings.RotationTime.TotalSeconds:0}/s offered, {load.AchievedRate:0}/s achieved, {load.Count} requests, {load.Failures.Count} failed, {exchanges} exchanges, {handshakes} handshakes, p50 {load.Percentile(0.5):0.0} ms, p99 {load.Percentile(0.99):0.0} ms");
        Assert.True(load.Failures.Count == 0, $"{load.Failures.Count} requests failed; the first: {load.Failures.FirstOrDefault()}");
        Assert.Equal(load.Offered, load.Count, tolerance: 1);
        Assert.True(exchanges >= 3, $"Only {exchanges} exchanges happened.");
        // Each new certificate of the client is shown at least once.
        Assert.True(handshakes > exchanges / 3, $"Only {handshakes} handshakes for {exchanges} exchanges.");
        Assert.DoesNotContain(_metrics.Of("mtls.handshakes"), handshake => handshake["mtls.result"] == "refused");
    }

    // As one does it: the next step is taken when the one before has arrived everywhere.
    private async Task<int> ExchangeAsync(Action<int> exchange, Task running)
    {
        using var timer = new PeriodicTimer(LoadSettings.RotationInterval);
        var count = 0;
        while (await timer.WaitForNextTickAsync() && !running.IsCompleted)
        {
            exchange(count);
            await Eventually.BecomesAsync(() => Task.FromResult(IsTakenOver(_server.Services, "server") && IsTakenOver(_client.Services, "client")), "both sides to take over what was exchanged");
            count++;
        }

        return count;
    }

    private bool IsTakenOver(IServiceProvider services, string name)
    {
        var settings = _pki.Settings(name).Select(setting => setting.Split('=')[1]).ToList();
        var (certificate, anchors) = (new X509Certificate2Collection(), new X509Certificate2Collection());
        certificate.ImportFromPemFile(settings[0]);
        anchors.ImportFromPemFile(settings[2]);
        return services.GetRequiredService<IdentityStore>().Current.Leaf.Thumbprint == certificate[0].Thumbprint
            && services.GetRequiredService<TrustStore>().Current.Material.Anchors.Count == anchors.Count;
    }

    private HttpClient CreateClient(string version)
    {
        var client = _client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        var address = _server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        client.BaseAddress = new Uri($"https://localhost:{new Uri(address).Port}");
        client.Timeout = Eventually.Deadline;
        client.DefaultRequestVersion = Version.Parse(version);
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return client;
    }
}
