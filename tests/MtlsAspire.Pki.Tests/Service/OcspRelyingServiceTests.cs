using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;
using Xunit.Abstractions;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>A service that goes by this PKI's OCSP responder, which the certificates name, and has no list of the issuing CA.</summary>
public sealed class OcspRelyingServiceTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RunningPkiService _pki = new();
    private readonly CollectedLines _log = new();
    private WebApplication _service = null!;

    private Uri Address => new($"https://localhost:{new Uri(_service.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port}");

    public async Task InitializeAsync()
    {
        await _pki.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder(
        [
            "--urls=https://127.0.0.1:0",
            $"--MutualTls:Certificate={PathOf("server.crt")}",
            $"--MutualTls:Key={PathOf("server.key")}",
            $"--MutualTls:TrustAnchors={PathOf("ca.crt")}",
            $"--MutualTls:RevocationLists={PathOf("ca.crl")}",
            "--MutualTls:OcspResponders=certificate",
            "--MutualTls:OcspRefresh=00:00:01",
            "--MutualTls:OcspTimeout=00:00:30",
            "--MutualTls:HandshakeTimeout=00:01:00",
        ]);
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        builder.Logging.ClearProviders().AddProvider(_log);
        _service = builder.Build();
        _service.MapGet("/", () => "hello").RequireAuthorization();
        await _service.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _pki.DisposeAsync();
    }

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_revocation_there_ends_the_live_connection_and_refuses_the_next_handshake_here()
    {
        using var live = CreateClient("client1");
        using var good = CreateClient("client2");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(live));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(good));

        await _pki.Authority.RevokeAsync("client1", X509RevocationReason.KeyCompromise, "test");
        var clock = Stopwatch.StartNew();
        await UntilAsync(() => _log.Lines.Any(line => line.Contains("Connection with Client", StringComparison.Ordinal) && line.Contains("keyCompromise", StringComparison.Ordinal)));
        output.WriteLine($"From revocation to the end of the live connection, asked again every second: {clock.Elapsed.TotalMilliseconds:0} ms.");

        using var next = CreateClient("client1");
        using var refusal = await next.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
        Assert.Contains("certificate_revoked", await refusal.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(good));
    }

    [Fact]
    public async Task While_the_responder_is_down_those_whom_it_called_good_stay_and_others_are_refused()
    {
        using var known = CreateClient("client1");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known));

        await _pki.StopAsync();
        using var again = CreateClient("client1");
        using var other = CreateClient("client2");
        using var refusal = await other.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
        var answer = await refusal.Content.ReadAsStringAsync();
        Assert.Contains("revocation_unknown", answer, StringComparison.Ordinal);
        Assert.Contains("/ocsp cannot be asked: Connection refused", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(again));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known));

        await _pki.StartAsync();
        await UntilAsync(async () =>
        {
            // A verdict holds for its connection: each attempt makes one.
            using var later = CreateClient("client2");
            return await StatusAsync(later) == HttpStatusCode.OK;
        });
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
    }

    private string PathOf(string name) => Path.Combine(_pki.Certs, name);

    private HttpClient CreateClient(string identity)
    {
        var client = _pki.Client(identity);
        client.BaseAddress = Address;
        return client;
    }
}
