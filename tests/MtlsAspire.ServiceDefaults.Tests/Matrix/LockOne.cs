using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>Our server, in both modes, and clients made by hand: what becomes of each of their handshakes.</summary>
public sealed class LockOne : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly CollectedMeasurements _metrics;
    private readonly int _explains;
    private readonly int _requires;

    private LockOne(TestServer server, int explains, int requires)
    {
        _server = server;
        _explains = explains;
        _requires = requires;
        _metrics = new CollectedMeasurements(server.Services.GetRequiredService<IMeterFactory>(), "MtlsAspire.MutualTls");
    }

    public TestServer Server => _server;

    public CollectedMeasurements Metrics => _metrics;

    public static async Task<LockOne> StartAsync(TestPki pki, params string[] settings)
    {
        var explains = FreePorts.Next();
        var requires = FreePorts.Next();
        return new LockOne(
            await TestServer.StartAsync(
                [
                    .. pki.Write(pki.IssueServer()),
                    $"--urls=https://127.0.0.1:{explains};https://127.0.0.1:{requires}",
                    $"--MutualTls:RequirePorts={requires}",
                    .. settings,
                ],
                MinimalService.Create),
            explains,
            requires);
    }

    public Uri Address(HandshakeMode mode) => new($"https://localhost:{(mode == HandshakeMode.Explain ? _explains : _requires)}");

    /// <summary>Has a client do a handshake and one request, and collects what became of it.</summary>
    /// <param name="mode">The server's mode.</param>
    /// <param name="protocol">The client's TLS version.</param>
    /// <param name="leaf">The client's certificate; <c>null</c> for none.</param>
    /// <param name="chain">What the client sends along.</param>
    public Task<HandshakeSeen> TryAsync(HandshakeMode mode, SslProtocols protocol, X509Certificate2? leaf, params X509Certificate2[] chain) =>
        TryAsync(mode, async client =>
        {
            await client.HandshakeAsync(protocol, leaf, [.. chain]);
            return Summarize(await client.GetAsync("/claims"));
        });

    /// <summary>Has a client do a handshake and one request for a path.</summary>
    public Task<HandshakeSeen> GetAsync(HandshakeMode mode, SslProtocols protocol, string path, X509Certificate2? leaf, params string[] headers) =>
        TryAsync(mode, async client =>
        {
            await client.HandshakeAsync(protocol, leaf);
            return Summarize(await client.GetAsync(path, headers));
        });

    /// <summary>Has a client do what it likes.</summary>
    /// <param name="mode">The server's mode.</param>
    /// <param name="act">What the client does; its result, or its exception, is what it sees.</param>
    public async Task<HandshakeSeen> TryAsync(HandshakeMode mode, Func<RawClient, Task<string>> act)
    {
        await using var client = await RawClient.ConnectAsync(Address(mode));
        var port = client.Port;
        string sees;
        try
        {
            sees = await act(client);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            sees = $"{exception.GetType().Name}: {exception.GetBaseException().Message}";
        }

        return await CollectAsync(
            span => Convert.ToInt32(span.GetTagItem("network.peer.port"), CultureInfo.InvariantCulture) == port,
            log => log.Values.GetValueOrDefault("Address")?.EndsWith($":{port}", StringComparison.Ordinal) == true,
            sees);
    }

    /// <summary>Has Node.js do a handshake and one request, and collects what became of it.</summary>
    /// <param name="mode">The server's mode.</param>
    /// <param name="protocol">The client's TLS version.</param>
    /// <param name="pem">The certificates in the order to send them in, and the private key of the first.</param>
    public async Task<HandshakeSeen> TryWithNodeAsync(HandshakeMode mode, SslProtocols protocol, string pem)
    {
        // Its port is not known here; but nobody else asks for this name.
        var name = $"{Guid.NewGuid():N}.localhost";
        var answer = await NodePeer.GetAsync(Address(mode), name, protocol, pem, "/claims");
        return await CollectAsync(
            span => (string?)span.GetTagItem("server.address") == name,
            log => log.Values.GetValueOrDefault("ServerName") == name,
            answer.StartsWith("HTTP/", StringComparison.Ordinal) ? Summarize(answer) : answer);
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<HandshakeSeen> CollectAsync(Predicate<Activity> isIts, Predicate<CollectedLog> isItsLog, string sees)
    {
        var span = await Eventually.FindAsync(
            () => _server.Spans.All.LastOrDefault(span => span.Source.Name == "MtlsAspire.MutualTls" && span.Kind == ActivityKind.Server && isIts(span)),
            "the handshake's span");
        var reason = (string?)span.GetTagItem("error.type") ?? "accepted";
        var metric = _metrics.Of("mtls.handshakes").LastOrDefault(handshake => (handshake["error.type"] ?? "accepted") == reason);
        // The metric is told before the span has ended, the audit after.
        var audit = span.GetTagItem("error.type") is null
            ? FindAudit()
            : await Eventually.FindAsync(FindAudit, "the audit event");
        return new HandshakeSeen(
            reason, metric is null ? "none" : metric["error.type"] ?? "accepted", audit?.Values["Reason"], audit?.Values["Explanation"], sees, span);

        CollectedLog? FindAudit() => _server.Logs.All.LastOrDefault(log => log.Category == "MtlsAspire.Audit" && isItsLog(log));
    }

    // The status line, and the reason where there are problem details.
    public static string Summarize(string answer)
    {
        if (answer.Length == 0) return "closed without an answer";
        var reason = answer.IndexOf("\"reason\":\"", StringComparison.Ordinal);
        var status = answer[..answer.IndexOf("\r\n", StringComparison.Ordinal)];
        return reason < 0 ? status : $"{status}, {answer[(reason + 10)..].Split('"')[0]}";
    }
}
