using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

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

    public static async Task<LockOne> StartAsync(TestPki pki, params string[] settings)
    {
        var explains = TestServer.FreePort();
        var requires = TestServer.FreePort();
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

        var span = await Eventually.FindAsync(() => _server.Spans.All.LastOrDefault(span => IsHandshakeWith(span, port)), "the handshake's span");
        // The metric and the audit are told before the span has ended.
        var reason = (string?)span.GetTagItem("error.type") ?? "accepted";
        var metric = _metrics.Of("mtls.handshakes").LastOrDefault(handshake => (handshake["error.type"] ?? "accepted") == reason);
        var audit = _server.Logs.All.LastOrDefault(log =>
            log.Category == "MtlsAspire.Audit" && log.Values.GetValueOrDefault("Address")?.EndsWith($":{port}", StringComparison.Ordinal) == true);
        return new HandshakeSeen(
            reason, metric is null ? "none" : metric["error.type"] ?? "accepted", audit?.Values["Reason"], audit?.Values["Explanation"], sees);
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _server.DisposeAsync();
    }

    private static bool IsHandshakeWith(Activity span, int port) =>
        span.Source.Name == "MtlsAspire.MutualTls"
        && span.Kind == ActivityKind.Server
        && Convert.ToInt32(span.GetTagItem("network.peer.port"), CultureInfo.InvariantCulture) == port;

    // The status line, and the reason where there are problem details.
    private static string Summarize(string answer)
    {
        if (answer.Length == 0) return "closed without an answer";
        var reason = answer.IndexOf("\"reason\":\"", StringComparison.Ordinal);
        var status = answer[..answer.IndexOf("\r\n", StringComparison.Ordinal)];
        return reason < 0 ? status : $"{status}, {answer[(reason + 10)..].Split('"')[0]}";
    }
}
