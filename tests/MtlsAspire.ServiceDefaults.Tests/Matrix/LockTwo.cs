using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using OpenTelemetry.Trace;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>Our HTTP client, and servers made by hand: what becomes of each handshake.</summary>
public sealed class LockTwo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CollectedSpans _spans;
    private readonly CollectedLogs _logs;
    private readonly CollectedMeasurements _metrics;

    private LockTwo(IHost host, CollectedSpans spans, CollectedLogs logs)
    {
        _host = host;
        _spans = spans;
        _logs = logs;
        _metrics = new CollectedMeasurements(host.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");
    }

    public IServiceProvider Services => _host.Services;

    public CollectedLogs Logs => _logs;

    public CollectedSpans Spans => _spans;

    public CollectedMeasurements Metrics => _metrics;

    public static async Task<LockTwo> StartAsync(TestPki pki, Action<MutualTlsClientOptions>? configure = null, params string[] settings)
    {
        using var leaf = pki.IssueClient();
        var logs = new CollectedLogs();
        var spans = new CollectedSpans();
        var builder = Host.CreateApplicationBuilder([.. pki.Write(leaf), .. settings]);
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.AddServiceDefaults();
        builder.AddMutualTls();
        builder.Services.AddHttpClient("test").AddMutualTls(configure);
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans));
        var host = builder.Build();
        await host.StartAsync();
        return new LockTwo(host, spans, logs);
    }

    public HttpClient CreateClient(Uri server, Version? version = null)
    {
        var client = _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        client.BaseAddress = server;
        client.Timeout = Eventually.Deadline;
        client.DefaultRequestVersion = version ?? System.Net.HttpVersion.Version11;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return client;
    }

    /// <summary>Calls a server that shows a certificate, and collects what became of it.</summary>
    public async Task<HandshakeSeen> TryAsync(SslProtocols protocol, X509Certificate2 leaf, params X509Certificate2[] chain)
    {
        await using var server = RawServer.Start(protocol, leaf, [.. chain]);
        return await TryAsync(server.Address);
    }

    /// <summary>Calls a server, and collects what became of it.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="timeout">How long the caller waits; <c>null</c> for long enough.</param>
    /// <param name="version">The HTTP version; 1.1 if <c>null</c>.</param>
    public async Task<HandshakeSeen> TryAsync(Uri server, TimeSpan? timeout = null, Version? version = null)
    {
        using var client = CreateClient(server, version);
        if (timeout is { } limit) client.Timeout = limit;
        using var trace = new Activity("test").Start();
        trace.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        MutualTlsException? failure = null;
        string sees;
        try
        {
            sees = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        }
        catch (HttpRequestException exception)
        {
            failure = exception.InnerException as MutualTlsException;
            sees = failure is null ? $"HttpRequestException: {exception.GetBaseException().Message}" : $"{failure.GetType().Name}: {failure.Verdict.Code}";
        }
        catch (OperationCanceledException exception)
        {
            sees = $"{exception.GetType().Name}: {exception.Message}";
        }

        // The handshake's span is in the trace of the request that caused it.
        var span = await Eventually.FindAsync(
            () => _spans.Of(trace.TraceId).FirstOrDefault(span => span.Source.Name == "MtlsAspire.MutualTls"), "the handshake's span");
        var reason = (string?)span.GetTagItem("error.type") ?? "accepted";
        if (failure is not null) Assert.Equal(failure.Verdict.Code, reason);
        var metric = _metrics.Of("mtls.handshakes").LastOrDefault();
        // The metric is told before the span has ended, the audit after.
        var audit = reason == "accepted" ? FindAudit() : await Eventually.FindAsync(FindAudit, "the audit event");
        return new HandshakeSeen(
            reason, metric is null ? "none" : metric["error.type"] ?? "accepted", audit?.Values["Reason"], audit?.Values["Explanation"], sees, span);

        CollectedLog? FindAudit() => _logs.All.LastOrDefault(log => log.Category == "MtlsAspire.Audit" && log.Values.GetValueOrDefault("Reason") == reason);
    }

    /// <summary>Calls a server of Node.js, and collects what became of it.</summary>
    /// <param name="protocol">The server's TLS version.</param>
    /// <param name="pem">Its certificates in the order to send them in, and the private key of the first.</param>
    public async Task<HandshakeSeen> TryNodeAsync(SslProtocols protocol, string pem)
    {
        await using var server = await NodePeer.StartServerAsync(protocol, pem);
        return await TryAsync(server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _metrics.Dispose();
        _host.Dispose();
        _logs.Dispose();
    }
}
