using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.ServiceDefaults.Tests.Matrix;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>What the spans of handshakes hold, and how they hang together with those of requests.</summary>
public sealed class HandshakeSpanTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_ends_have_a_span_of_the_handshake_to_which_their_request_spans_link(string version)
    {
        await using var server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);
        await using var client = await LockTwo.StartAsync(_pki);
        using var http = client.CreateClient(server.Https, Version.Parse(version));
        using var trace = new Activity("test").Start();
        trace.ActivityTraceFlags |= ActivityTraceFlags.Recorded;

        for (var i = 0; i < 2; i++) await http.GetStringAsync(new Uri("/verdict", UriKind.Relative));

        // The client's handshake is in the trace of the request that caused it; the server's is a trace of its own, found by the link.
        var atClient = Assert.Single(client.Spans.Of(trace.TraceId), span => span.OperationName == "TLS client handshake");
        var requests = await Eventually.FindAsync(
            () => server.Spans.Of(trace.TraceId).Where(span => span.Kind == ActivityKind.Server).ToArray() is { Length: 2 } both ? both : null,
            "both request spans");
        var link = Assert.Single(requests.SelectMany(request => request.Links).Distinct());
        var atServer = await Eventually.FindAsync(
            () => server.Spans.All.FirstOrDefault(span => span.SpanId == link.Context.SpanId), "the server's handshake span");

        Assert.Equal("TLS server handshake", atServer.OperationName);
        foreach (var (span, peer, subject) in new[] { (atServer, "client", "CN=client1, O=MtlsAspire"), (atClient, "server", "CN=server, O=MtlsAspire") })
        {
            Assert.Equal(true, span.GetTagItem("tls.established"));
            Assert.Equal(false, span.GetTagItem("tls.resumed"));
            Assert.Equal("1.3", span.GetTagItem("tls.protocol.version"));
            Assert.Equal("accepted", span.GetTagItem($"mtls.{peer}.verdict"));
            Assert.Equal(subject, span.GetTagItem($"tls.{peer}.subject"));
            Assert.Equal("localhost", span.GetTagItem("server.address"));
            Assert.Equal("127.0.0.1", span.GetTagItem("network.peer.address"));
            Assert.Equal(ActivityStatusCode.Unset, span.Status);
            Assert.True(span.Duration > TimeSpan.Zero);
        }

        var clientRequests = client.Spans.Of(trace.TraceId).Where(span => span.Source.Name == "System.Net.Http").ToArray();
        Assert.Equal(2, clientRequests.Length);
        Assert.All(clientRequests, request => Assert.Contains(request.Links, found => found.Context.SpanId == atClient.SpanId));
    }

    [Fact]
    public async Task A_handshake_is_counted_once_with_few_attributes_and_certificates_are_gauged()
    {
        await using var server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);
        using var metrics = new CollectedMeasurements(server.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");
        using var leaf = _pki.IssueClient();
        using var client = _pki.CreateClient(server.Https, leaf);

        await client.GetStringAsync(new Uri("/verdict", UriKind.Relative));
        await client.GetStringAsync(new Uri("/verdict", UriKind.Relative));

        var handshake = Assert.Single(metrics.Of("mtls.handshakes"));
        Assert.Equal(1, handshake.Value);
        Assert.Equal(["mtls.peer", "mtls.result", "tls.protocol.version", "tls.resumed"], handshake.Tags.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("client", "accepted", "1.3"), (handshake["mtls.peer"], handshake["mtls.result"], handshake["tls.protocol.version"]));
        Assert.InRange(Assert.Single(metrics.Of("mtls.handshake.duration")).Value, 0.0001, 60);

        metrics.Observe();
        var expiry = metrics.Of("mtls.certificate.expiry").ToDictionary(measurement => measurement["mtls.certificate"]!, measurement => measurement.Value, StringComparer.Ordinal);
        Assert.InRange(expiry["own"], TimeSpan.FromDays(89).TotalSeconds, TimeSpan.FromDays(90).TotalSeconds);
        Assert.True(expiry["anchor"] > expiry["intermediate"] && expiry["intermediate"] > expiry["own"]);
        Assert.All(metrics.Of("mtls.crl.expiry"), crl => Assert.InRange(crl.Value, 1, TimeSpan.FromDays(1).TotalSeconds));
        Assert.Equal(2, metrics.Of("mtls.crl.age").Count());
    }
}
