using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A root that the machine trusts and the service does not: only our anchors count. In a process of its own, whose machine trust store is
/// set by OpenSSL's variables.
/// </summary>
public sealed class Row21_Anchor_of_the_machine : MatrixTest
{
    [Fact]
    public async Task A_peer_that_the_machine_trusts_is_refused_on_both_sides()
    {
        using var foreign = new TestPki();
        using var client = foreign.IssueClient();
        using var server = foreign.IssueServer();
        using var empty = new TemporaryDirectory();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SSL_CERT_FILE"] = foreign.AnchorsPath,
            ["SSL_CERT_DIR"] = empty.Path,
            ["HOME"] = empty.Path,
        };

        var result = await ProcessRunner.RunDotnetAsync(
            typeof(MachineTrustProgram).Assembly, [nameof(MachineTrustProgram), Export("client.pfx", client), Export("server.pfx", server), foreign.IntermediatesPath], environment: environment);

        var seen = result.EnsureSuccess().StandardOutput
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<MachineTrustSeen>(line)!)
            .ToList();
        Assert.Equal(6, seen.Count);
        using var span = new Activity("row 21");
        foreach (var one in seen)
        {
            Assert.True(one.IsTrustedByMachine, "The machine does not trust the foreign root, so that this shows nothing.");
            var handshake = new HandshakeSeen(one.Reason, one.Metric, one.Audit, one.Explanation, one.PeerSees, span);
            if (one.Mode is { } mode) AssertRefused("unknown_ca", handshake, one.Protocol, mode);
            else AssertRefused("unknown_ca", handshake, one.Protocol);
        }

        string Export(string name, X509Certificate2 certificate)
        {
            var path = foreign.PathOf(name);
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
            return path;
        }
    }
}
