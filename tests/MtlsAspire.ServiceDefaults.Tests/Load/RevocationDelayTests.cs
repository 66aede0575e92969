using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;
using MtlsAspire.Tests.Support;
using Xunit.Abstractions;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>How long a revoked client is still let in, from the moment its revocation list is on disk.</summary>
public sealed class RevocationDelayTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_revoked_client_is_refused_soon_and_disconnected()
    {
        await using var server = await TestServer.StartAsync([.. _pki.Write(_pki.IssueServer()), "--MutualTls:Mode=Require"], MinimalService.Create);
        var (full, resumed, answers, ends) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        // The first one does not count: the server compiles what it has not done before.
        for (var round = 0; round <= LoadSettings.RevocationRounds; round++)
        {
            using var leaf = _pki.IssueClient($"client{round}");
            // Has a session to resume, from now on.
            Assert.True(await IsLetInAsync(server, leaf, resume: true));
            await using var live = await RawClient.ConnectAsync(server.Https);
            await live.HandshakeAsync(SslProtocols.Tls13, leaf, [_pki.Issuing.Certificate]);

            _pki.Revoke(leaf);
            var since = Stopwatch.GetTimestamp();
            var refused = await Task.WhenAll(
                UntilAsync(since, async () => !await IsLetInAsync(server, leaf, resume: false)),
                UntilAsync(since, async () => !await IsLetInAsync(server, leaf, resume: true)),
                LiveAsync(live, since, answers));
            full.Add(refused[0]);
            resumed.Add(refused[1]);
            ends.Add(refused[2]);
            if (round > 0) continue;
            output.WriteLine($"The first, until it is refused everywhere: {Math.Max(refused[0], refused[1]):0} ms");
            new List<List<double>> { full, resumed, answers, ends }.ForEach(cold => cold.Clear());
        }

        output.WriteLine(
            $"{full.Count} rounds, from the list on disk, at most: {full.Max():0} ms to the refusal of a new handshake, {resumed.Max():0} ms of a resumed one, {answers.Max():0} ms to the last request answered on a live connection, {ends.Max():0} ms to its end");
        Assert.All(full.Concat(resumed), delay => Assert.InRange(delay, 0, LoadSettings.RevocationLimit.TotalMilliseconds));
        // A request under way may be finished.
        Assert.All(ends, delay => Assert.InRange(delay, 0, (LoadSettings.RevocationLimit + TrustStore.Grace).TotalMilliseconds));
    }

    private async Task<bool> IsLetInAsync(TestServer server, X509Certificate2 leaf, bool resume)
    {
        await using var client = await RawClient.ConnectAsync(server.Https);
        try
        {
            await client.HandshakeAsync(SslProtocols.Tls13, leaf, [_pki.Issuing.Certificate], options => options.AllowTlsResume = resume);
            return (await client.GetAsync("/verdict")).Contains("accepted", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<double> UntilAsync(long since, Func<Task<bool>> becomes)
    {
        await Eventually.BecomesAsync(becomes, "the refusal");
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    // Asks on and on, until the server hangs up.
    private static async Task<double> LiveAsync(RawClient live, long since, List<double> answers)
    {
        var answered = 0.0;
        var buffer = new byte[4096];
        var request = Encoding.ASCII.GetBytes("GET /claims HTTP/1.1\r\nHost: localhost\r\n\r\n");
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            while (true)
            {
                await live.Stream.WriteAsync(request, deadline.Token);
                var count = await live.Stream.ReadAsync(buffer, deadline.Token);
                if (count == 0) break;
                if (buffer.AsSpan(0, count).StartsWith("HTTP/1.1 200"u8)) answered = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                await Task.Delay(1, deadline.Token);
            }
        }
        catch (IOException)
        {
            // Cut.
        }

        answers.Add(answered);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }
}
