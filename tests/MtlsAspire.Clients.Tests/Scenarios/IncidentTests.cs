using Microsoft.Extensions.Hosting;
using MtlsAspire.Clients.Incident;
using MtlsAspire.Clients.Rogue;
using MtlsAspire.Clients.Visitor;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Clients.Tests.Scenarios;

/// <summary>The clients that the AppHost runs without end, whole, against the box, whole.</summary>
[Collection(DeclaredBoxGroup.Name)]
public sealed class IncidentTests(DeclaredBox box)
{
    [Theory]
    [InlineData("expired", "expired", "certificate_expired, refused as expected")]
    [InlineData("not-yet-valid", "not-yet-valid", "certificate_not_yet_valid, refused as expected")]
    [InlineData("revoked", "revoked", "certificate_revoked, refused as expected")]
    [InlineData("mismatched-key", "mismatched-key", "identity_unusable, refused as expected")]
    [InlineData("missing-intermediate", "missing-intermediate", "Accepted as expected")]
    [InlineData("certificate-less", "client1", "certificate_missing, refused as expected")]
    [InlineData("expired", "client1", "NOT as expected: accepted instead of certificate_expired")]
    public async Task A_client_says_what_becomes_of_it(string defect, string identity, string state)
    {
        using var output = new CollectedLines();
        using var client = IncidentApplication.Create([.. box.Settings(identity), .. box.Addresses, $"--Scenario:Defect={defect}", "--Client:Interval=00:00:00.2"], output);

        var lines = await RunAsync(client, output, lines => lines.Count >= 3);

        Assert.StartsWith($"localhost:{box.Explains.Port} (explains): ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"localhost:{box.Requires.Port} (requires): ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"STATE {state}", lines[2]);
    }

    [Fact]
    public async Task A_client_waits_for_a_box_that_is_not_up()
    {
        var nowhere = $"https://localhost:{FreePorts.Next()}";
        using var output = new CollectedLines();
        using var client = IncidentApplication.Create(
            [.. box.Settings("expired"), $"--services:storage:https:0={nowhere}", $"--services:storage:requires:0={nowhere}", "--Scenario:Defect=expired"], output);

        var lines = await RunAsync(client, output, lines => lines.Count >= 3);

        Assert.Equal($"STATE Waiting for {new Uri(nowhere).Authority}: not_reachable", lines[2]);
    }

    [Fact]
    public async Task A_visitor_refuses_every_rogue_server_and_accepts_a_good_one()
    {
        string[] rogues = ["expired", "revoked", "untrusted", "self-signed", "wrong-eku", "wrong-name"];
        var servers = new List<TestServer>();
        try
        {
            foreach (var rogue in rogues) servers.Add(await TestServer.StartAsync(box.Settings($"rogue-{rogue}"), RogueApplication.Create));
            servers.Add(await TestServer.StartAsync(box.Settings("server"), RogueApplication.Create));
            var called = rogues.Append("none").Zip(servers).SelectMany(pair => new[] { $"--Visitor:Servers:the-{pair.First}={pair.First}", $"--services:the-{pair.First}:https:0={pair.Second.Https}" });
            using var output = new CollectedLines();
            using var visitor = VisitorApplication.Create([.. box.Settings("visitor"), .. called], output);

            var lines = await RunAsync(visitor, output, lines => lines.Count > servers.Count);

            Assert.Equal("STATE 7 servers judged rightly", lines[7]);
            Assert.Contains(lines, line => line.StartsWith("the-expired: refused: certificate_expired, as expected. ", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith("the-wrong-name: refused: name_mismatch, as expected. ", StringComparison.Ordinal));
            Assert.Contains("the-none: accepted, as expected. HTTP 200", lines);
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
        }
    }

    [Fact]
    public void A_defect_that_nobody_knows_is_one_line()
    {
        var unknown = Assert.Throws<ConfigurationException>(() => IncidentApplication.Create([.. box.Addresses, "--Scenario:Defect=unlucky"]));
        Assert.StartsWith("Scenario:Defect: 'unlucky' is no defect of a client; ", unknown.Message, StringComparison.Ordinal);

        var none = Assert.Throws<ConfigurationException>(() => VisitorApplication.Create([]));
        Assert.StartsWith("Visitor:Servers names no server; ", none.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(IHost host, CollectedLines output, Func<IReadOnlyList<string>, bool> isEnough)
    {
        await host.StartAsync();
        var lines = await Eventually.FindAsync(() => output.Lines is { } lines && isEnough(lines) ? lines : null, "the lines of a round");
        await host.StopAsync();
        return lines;
    }
}
