using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using OpenTelemetry.Trace;

namespace MtlsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>What is on the client's request span.</summary>
public sealed class ClientSpanTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private readonly CollectedSpans _spans = new();
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        using var leaf = _pki.IssueClient();
        var builder = Host.CreateApplicationBuilder(_pki.Write(leaf));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddMutualTls();
        builder.Services.AddHttpClient("test").AddMutualTls();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans));
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Each_request_carries_the_certificate_of_the_server_that_answered_it(string version)
    {
        using var one = _pki.Issuing.Issue(LeafRequest.Server("one", "localhost"));
        using var two = _pki.Issuing.Issue(LeafRequest.Server("two", "localhost"));
        await using var serverOne = await TestServer.StartAsync(_pki.Write(one), MinimalService.Create);
        await using var serverTwo = await TestServer.StartAsync(_pki.Write(two), MinimalService.Create);
        using var client = _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        client.DefaultRequestVersion = Version.Parse(version);

        foreach (var (server, leaf, name) in new[] { (serverOne, one, "one"), (serverTwo, two, "two"), (serverOne, one, "one") })
        {
            using var trace = new Activity("test").Start();
            trace.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            Assert.Equal("accepted", await client.GetStringAsync(new Uri(server.Https, "/verdict")));

            var span = await _spans.WaitForAsync(trace.TraceId, ActivityKind.Client);
            Assert.Equal($"CN={name}, O=MtlsAspire", span.GetTagItem("tls.server.subject"));
            Assert.Equal("CN=Test Issuing CA, O=MtlsAspire", span.GetTagItem("tls.server.issuer"));
            Assert.Equal($"{leaf.NotAfter.ToUniversalTime():yyyy-MM-ddTHH:mm:ss}.000Z", span.GetTagItem("tls.server.not_after"));
            Assert.Equal("1.3", span.GetTagItem("tls.protocol.version"));

            // The server's span is the child of the client's, and nothing else but the handshake is in the trace.
            var serverSpan = await server.Spans.WaitForAsync(trace.TraceId, ActivityKind.Server);
            Assert.Equal(span.SpanId, serverSpan.ParentSpanId);
            await _spans.WaitForAsync(trace.TraceId, ActivityKind.Server);
            Assert.Equal([ActivityKind.Server, ActivityKind.Client], _spans.Of(trace.TraceId).Where(found => found.Source.Name != "MtlsAspire.MutualTls").Select(found => found.Kind).Order());
        }
    }
}
