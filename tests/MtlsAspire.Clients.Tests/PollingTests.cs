using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Server;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;
using OpenTelemetry.Trace;

namespace MtlsAspire.Clients.Tests;

/// <summary>The client, whole, against the server, whole.</summary>
public sealed class PollingTests : IDisposable
{
    private const string Worker = "MtlsAspire.Clients.PollingWorker";

    private readonly TestPki _pki = new();
    private readonly CollectedLogs _logs = new();
    private readonly CollectedSpans _spans = new();

    public void Dispose()
    {
        _logs.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task Every_poll_is_greeted_and_logged_and_the_connection_is_described_once()
    {
        await using var server = await StartServerAsync();
        await using var client = await StartClientAsync(server.Https);

        await Eventually.FindAsync(() => Polls() is { Count: >= 3 } polls ? polls : null, "three polls");

        var poll = Polls()[0];
        Assert.Equal(LogLevel.Information, poll.Level);
        Assert.Equal("Hello, client1! Client verified ✅", poll.Values["Greeting"]);
        Assert.Equal("CN=client1, O=MtlsAspire", poll.Values["Subject"]);
        var connection = Assert.Single(_logs.All, log => log.Category == "MtlsAspire.ServiceDefaults.MutualTls.Client.MutualTlsHandler");
        Assert.Equal("CN=server, O=MtlsAspire", connection.Values["Subject"]);
        Assert.Equal("89", connection.Values["DaysLeft"]);
        Assert.Single(server.ConnectionLogs);
    }

    [Fact]
    public async Task A_poll_is_one_trace_of_client_and_server_with_both_certificates()
    {
        await using var server = await StartServerAsync();
        await using var client = await StartClientAsync(server.Https);

        // A poll that runs out of time, as the first may on a machine that is very busy, stays without some of its spans.
        var poll = await Eventually.FindAsync(() => _spans.All.FirstOrDefault(IsOwnWholePoll), "a poll with all its spans");

        var spans = server.Spans.Of(poll.TraceId);
        var calls = spans.Where(span => span.Kind == ActivityKind.Client).ToList();
        var answers = spans.Where(span => span.Kind == ActivityKind.Server).ToList();
        Assert.Equal(["GET /", "GET /whoami"], answers.Select(span => span.DisplayName));
        Assert.All(calls, call => Assert.Equal(poll.SpanId, call.ParentSpanId));
        Assert.Equal(calls.Select(call => call.SpanId), answers.Select(answer => answer.ParentSpanId));
        Assert.All(calls, call => Assert.Equal("CN=server, O=MtlsAspire", call.GetTagItem("tls.server.subject")));
        Assert.All(answers, answer => Assert.Equal("CN=client1, O=MtlsAspire", answer.GetTagItem("tls.client.subject")));

        bool IsOwnWholePoll(Activity span) =>
            span.OperationName == "poll server"
            && server.Spans.Of(span.TraceId) is { Count: >= 5 } all
            && all.Count(other => other.Kind == ActivityKind.Server) == 2;
    }

    [Fact]
    public async Task A_server_of_the_wrong_name_is_reported_in_one_line_each_poll()
    {
        using var leaf = _pki.IssueServer("wrong.test");
        await using var server = await TestServer.StartAsync(_pki.Write(leaf), ServerApplication.Create);
        await using var client = await StartClientAsync(server.Https);

        var failure = await _logs.WaitForAsync(log => log.Category == Worker);

        Assert.Equal(LogLevel.Warning, failure.Level);
        Assert.StartsWith(
            $"Calling {server.Https} failed: name_mismatch: The certificate 'CN=server, O=MtlsAspire' is not for DNS:localhost", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_by_the_server_is_reported_with_its_reason()
    {
        await using var server = await StartServerAsync();
        using var leaf = _pki.Issuing.Issue(LeafRequest.Client("client1") with { Profile = CertificateProfile.Server });
        await using var client = await StartClientAsync(server.Https, leaf);

        var failure = await _logs.WaitForAsync(log => log.Category == Worker);

        Assert.Equal(LogLevel.Warning, failure.Level);
        Assert.StartsWith($"Calling {server.Https} failed: The server answered /whoami with 401: wrong_purpose. The certificate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_there_before_its_server_waits_quietly_and_then_works()
    {
        var port = FreePorts.Next();
        await using var client = await StartClientAsync(new Uri($"https://localhost:{port}"));
        var early = await _logs.WaitForAsync(log => log.Category == Worker);
        Assert.Equal(LogLevel.Information, early.Level);
        Assert.StartsWith($"The server at https://localhost:{port}/ is not reachable now: Connection refused", early.Message, StringComparison.Ordinal);

        using var leaf = _pki.IssueServer();
        await using var server = await TestServer.StartAsync(
            [.. _pki.Write(leaf), $"--urls=https://127.0.0.1:{port}"], ServerApplication.Create);

        await Eventually.FindAsync(() => Polls() is [var poll, ..] ? poll : null, "a poll");
        Assert.DoesNotContain(_logs.All, log => log.Level >= LogLevel.Warning && log.Category == Worker);
    }

    private IReadOnlyList<CollectedLog> Polls() =>
        [.. _logs.All.Where(log => log.Category == Worker && log.Values.ContainsKey("Greeting"))];

    private async Task<TestServer> StartServerAsync()
    {
        using var leaf = _pki.IssueServer();
        return await TestServer.StartAsync(_pki.Write(leaf), ServerApplication.Create);
    }

    private async Task<RunningHost> StartClientAsync(Uri server, System.Security.Cryptography.X509Certificates.X509Certificate2? leaf = null)
    {
        using var good = _pki.IssueClient();
        var host = ClientApplication.Create(
            [.. _pki.Write(leaf ?? good), $"--services:server:https:0={server}", "--Client:Interval=00:00:00.05"],
            "server",
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(_logs);
                builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans));
            });
        await host.StartAsync();
        return new RunningHost(host);
    }

    private sealed class RunningHost(IHost host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
