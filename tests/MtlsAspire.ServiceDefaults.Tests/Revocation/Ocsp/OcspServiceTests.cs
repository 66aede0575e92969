using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.Tests.Support;
using MtlsAspire.Tests.Support.Ocsp;
using Xunit.Abstractions;

namespace MtlsAspire.ServiceDefaults.Tests.Revocation.Ocsp;

/// <summary>A service that asks a responder: its live connections, its log and metrics, and how long it all takes.</summary>
public sealed class OcspServiceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly TestPki _pki = new();
    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Handmade Root CA");

    public void Dispose()
    {
        _root.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task A_live_connection_of_a_client_that_is_revoked_is_ended_soon_and_a_new_handshake_refused()
    {
        using var issuing = CreateIssuing();
        await using var responder = new TestResponder(request => Answer(issuing, request, RevocationStatus.Good));
        await using var server = await StartAsync(responder);
        using var leaf = issuing.Issue(LeafRequest.Client("client1"));
        await using var live = await ConnectAsync(server, leaf, issuing);
        await server.Logs.WaitForAsync(log => log.Message.StartsWith("Client CN=client1", StringComparison.Ordinal));

        responder.Answer = request => Answer(issuing, request, RevocationStatus.Revoked);
        var clock = Stopwatch.StartNew();
        var audit = await server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");
        var refused = clock.Elapsed;

        Assert.StartsWith("Connection with Client", audit.Message, StringComparison.Ordinal);
        Assert.Equal("certificate_revoked", audit.Values["Reason"]);
        Assert.Equal("", await live.ReadToEndAsync());
        output.WriteLine($"From revocation to refusal on a live connection, asked again every {Refresh.TotalSeconds} s: {refused.TotalMilliseconds:0} ms; cut after {clock.Elapsed.TotalMilliseconds:0} ms.");
        Assert.Equal("HTTP/1.1 401 Unauthorized, certificate_revoked", await GetAsync(server, leaf, issuing));
    }

    [Fact]
    public async Task A_responder_of_no_use_is_told_once_when_it_begins_and_once_when_it_ends()
    {
        using var issuing = CreateIssuing();
        await using var responder = new TestResponder();
        await using var server = await StartAsync(responder);
        using var metrics = new CollectedMeasurements(server.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");
        for (var time = 0; time < 3; time++)
        {
            using var other = issuing.Issue(LeafRequest.Client("client1"));
            Assert.Equal("HTTP/1.1 401 Unauthorized, revocation_unknown", await GetAsync(server, other, issuing));
        }

        responder.Answer = request => Answer(issuing, request, RevocationStatus.Good);
        using var leaf = issuing.Issue(LeafRequest.Client("client1"));
        Assert.Equal("HTTP/1.1 200 OK", await GetAsync(server, leaf, issuing));

        var told = server.Logs.All.Where(log => log.Category.EndsWith(".OcspTelemetry", StringComparison.Ordinal)).ToList();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], told.Select(log => log.Level));
        Assert.Contains($"{responder.Address} is of no use for certificates of CN=Handmade Issuing CA", told[0].Message, StringComparison.Ordinal);
        Assert.Contains("it answered with the HTTP status 503", told[0].Message, StringComparison.Ordinal);
        Assert.Contains("answers again", told[1].Message, StringComparison.Ordinal);
        var results = metrics.Of("mtls.ocsp.requests").Select(request => request["mtls.result"]).ToList();
        Assert.Equal(3, results.Count(result => result == "http_error"));
        Assert.Contains("good", results);
    }

    [Fact]
    public async Task What_OCSP_adds_to_a_handshake_is_told()
    {
        using var issuing = CreateIssuing();
        await using var responder = new TestResponder(request => Answer(issuing, request, RevocationStatus.Good));
        await using var server = await StartAsync(responder, "--MutualTls:OcspRefresh=01:00:00");
        var (first, again) = (new List<double>(), new List<double>());
        for (var number = 0; number < 10; number++)
        {
            using var leaf = issuing.Issue(LeafRequest.Client($"client{number}"));
            first.Add(await HandshakeAsync(server, leaf, issuing));
            again.Add(await HandshakeAsync(server, leaf, issuing));
        }

        Assert.Equal(10, responder.Requests);
        output.WriteLine($"Handshake and request, median of 10: {Median(first):0.0} ms with a question to the responder, {Median(again):0.0} ms from the cache.");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static byte[] Answer(HandmadeAuthority issuing, byte[] request, RevocationStatus status) =>
        OcspRecipe.Now(status).Write(request, issuing.Key, issuing.Certificate.RawData);

    private static async Task<double> HandshakeAsync(TestServer server, X509Certificate2 leaf, HandmadeAuthority issuing)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal("HTTP/1.1 200 OK", await GetAsync(server, leaf, issuing));
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<RawClient> ConnectAsync(TestServer server, X509Certificate2 leaf, HandmadeAuthority issuing)
    {
        var client = await RawClient.ConnectAsync(server.Https);
        await client.HandshakeAsync(SslProtocols.Tls13, leaf, [issuing.Certificate]);
        return client;
    }

    private static async Task<string> GetAsync(TestServer server, X509Certificate2 leaf, HandmadeAuthority issuing)
    {
        await using var client = await ConnectAsync(server, leaf, issuing);
        return Matrix.LockOne.Summarize(await client.GetAsync("/claims"));
    }

    private HandmadeAuthority CreateIssuing()
    {
        var issuing = _root.CreateIssuing("Handmade Issuing CA");
        TestPki.Replace(_pki.AnchorsPath, PemText.Of(_pki.Root.Certificate, _root.Certificate));
        TestPki.Replace(_pki.IssuingListPath, string.Join('\n', File.ReadAllText(_pki.IssuingListPath), _root.RevocationList()));
        return issuing;
    }

    private Task<TestServer> StartAsync(TestResponder responder, params string[] settings) => TestServer.StartAsync(
        [
            .. _pki.Write(_pki.IssueServer()),
            $"--MutualTls:OcspResponders={responder.Address}",
            $"--MutualTls:OcspRefresh={Refresh}",
            "--MutualTls:OcspTimeout=00:00:30",
            "--MutualTls:HandshakeTimeout=00:01:00",
            .. settings,
        ],
        MinimalService.Create);
}
