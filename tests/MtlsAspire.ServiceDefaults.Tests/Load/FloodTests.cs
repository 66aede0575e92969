using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.Telemetry;
using MtlsAspire.Tests.Support;
using Xunit.Abstractions;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>
/// Somebody opens more connections at once than the server admits, and does nothing good with them: good clients are served all
/// the same, and the server's memory and log stay within bounds. Its sockets are counted for the record: what is dropped takes a
/// moment to be gone, on a busy machine a long one.
/// </summary>
public sealed class FloodTests(ITestOutputHelper output) : IDisposable
{
    private const int Limit = 128;
    private const double MemoryLimit = 200;

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public Task Garbage() => ProveAsync("garbage", LoadSettings.FloodConnections, flood => flood.SendAsync(RandomNumberGenerator.GetBytes(512)));

    [Fact]
    public Task Nothing() => ProveAsync("nothing", LoadSettings.FloodConnections, flood => flood.SendAsync([]));

    [Fact]
    public async Task Half_a_hello()
    {
        var hello = await CapturedHello.OfAsync(SslProtocols.Tls12 | SslProtocols.Tls13);
        await ProveAsync("half a hello", LoadSettings.FloodConnections, flood => flood.SendAsync(hello[..(hello.Length / 2)]));
    }

    [Fact]
    public async Task Half_a_handshake()
    {
        var hello = await CapturedHello.OfAsync(SslProtocols.Tls12 | SslProtocols.Tls13);
        await ProveAsync("half a handshake", LoadSettings.FloodConnections, flood => flood.SendAsync(hello));
    }

    [Fact]
    public Task Clients_without_certificates_that_stay() =>
        ProveAsync("no certificate, explained", LoadSettings.FloodConnections / 4, flood => flood.HandshakeAsync());

    private async Task ProveAsync(string what, int count, Func<Flood, Task> attack)
    {
        await using var server = await FloodedServer.StartAsync(
        [
            .. _pki.Write(_pki.IssueServer()), $"--MutualTls:MaxUnacceptedConnections={Limit}",
            // Each accepted connection has a line of its own, and there are many.
            "--Logging:LogLevel:MtlsAspire.ServiceDefaults=Warning",
        ]);
        using var leaf = _pki.IssueClient();
        var before = new GoodClients(server.Address, leaf, _pki.Issuing.Certificate);
        for (var i = 0; i < 50; i++) await before.ComeAsync();
        var (files, memory, lines) = (server.OpenFiles, server.Memory, server.Log.Count);

        var good = new GoodClients(server.Address, leaf, _pki.Issuing.Certificate);
        var flood = new Flood(server.Address, count);
        var watch = Stopwatch.StartNew();
        var attacking = Task.Run(() => attack(flood));
        var (mostFiles, mostMemory) = (files, memory);
        await Task.WhenAll(good.GoOnUntilAsync(attacking), WatchAsync());
        await attacking;
        // The server's lines come here with a delay, and meanwhile it may write more.
        var written = server.Log.Count - lines;
        var seconds = watch.Elapsed.TotalSeconds;

        output.WriteLine(
            $"{what}: {count} connections in {seconds:0.0} s, {flood.MostHeld} at once; server: at most {mostFiles - files} more sockets (limit {Limit}), {memory:0} to {mostMemory:0} MB, {written} log lines; "
            + $"good clients: new connection {Describe(before.Handshakes)} before, {Describe(good.Handshakes)} during, request {Describe(good.Requests)} during");
        Assert.NotEmpty(good.Handshakes);
        Assert.NotEmpty(good.Requests);
        Assert.InRange(mostMemory - memory, 0, MemoryLimit);
        // Each event that is written may say how many were not.
        Assert.InRange(written, 1, 2 * AuditLog.PerSecond(AuditKind.Refusal) * (10 + seconds + 1));
        await Eventually.BecomesAsync(() => Task.FromResult(server.OpenFiles <= files + 5), "the server to have closed the flood's connections");

        async Task WatchAsync()
        {
            while (!attacking.IsCompleted)
            {
                (mostFiles, mostMemory) = (Math.Max(mostFiles, server.OpenFiles), Math.Max(mostMemory, server.Memory));
                await Task.Delay(20);
            }
        }
    }

    private static string Describe(IReadOnlyCollection<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return $"p50 {sorted[sorted.Length / 2]:0} ms, max {sorted[^1]:0} ms ({sorted.Length})";
    }
}
