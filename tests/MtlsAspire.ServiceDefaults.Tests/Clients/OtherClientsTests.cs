using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.Tests.Matrix;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Clients;

/// <summary>
/// Clients that others wrote, good and bad, on TLS 1.2 and 1.3: where the server explains they are told the reason, where it requires nothing
/// but that it failed. What they say is in <c>docs/handshake-failures.md</c>; a file that MTLSASPIRE_CLIENTS names gets it as it was this time.
/// </summary>
public sealed class OtherClientsTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TestPki _foreign = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
        _foreign.Dispose();
        _pki.Dispose();
    }

    [ToolFact("curl")]
    public Task Curl_is_told_where_the_server_explains() => AssertAllAsync(OtherClient.Curl);

    [ToolFact("openssl")]
    public Task Openssl_is_told_where_the_server_explains() => AssertAllAsync(OtherClient.OpenSsl);

    [ToolFact("node")]
    public Task Node_is_told_where_the_server_explains() => AssertAllAsync(OtherClient.Node);

    [PythonRequestsFact]
    public Task Python_is_told_where_the_server_explains() => AssertAllAsync(OtherClient.Python);

    private async Task AssertAllAsync(OtherClient client)
    {
        File.Copy(_pki.AnchorsPath, _directory.Combine("ca.crt"));
        File.Copy(_pki.IntermediatesPath, _directory.Combine("issuing-ca.crt"));
        using var revoked = _pki.IssueClient();
        _pki.Revoke(revoked);
        using var good = _pki.IssueClient();
        using var expired = _pki.Issuing.Issue(LeafRequest.Client("client1") with { Validity = TestPki.Expired });
        using var untrusted = _foreign.IssueClient();
        await using var server = await LockOne.StartAsync(_pki);

        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            await AssertAsync(server, client, protocol, "accepted", good);
            await AssertAsync(server, client, protocol, "certificate_missing", leaf: null);
            await AssertAsync(server, client, protocol, "certificate_expired", expired);
            await AssertAsync(server, client, protocol, "unknown_ca", untrusted);
            await AssertAsync(server, client, protocol, "certificate_revoked", revoked);
        }
    }

    private async Task AssertAsync(LockOne server, OtherClient client, SslProtocols protocol, string reason, X509Certificate2? leaf)
    {
        var pem = leaf is null ? null : $"{reason}.pem";
        if (leaf is not null) await File.WriteAllTextAsync(_directory.Combine(pem!), PemText.WithKey(leaf, _pki.Issuing.Certificate));
        foreach (var mode in Enum.GetValues<HandshakeMode>())
        {
            var before = Handshakes(server, reason);

            var result = await client.GetAsync(server.Address(mode).Port, protocol, pem, _directory.Path);

            await WriteAsync($"{client.Name}\t{protocol}\t{mode}\t{reason}\t{result.ExitCode}\t{LastLine(result.StandardError)}\t{LastLine(result.StandardOutput)}");
            // The server's reason, whatever the client was told.
            await Eventually.FindAsync(() => Handshakes(server, reason) == before + 1 ? "one" : null, $"one handshake more with {reason}, for: {result}");
            if (reason == "accepted") Assert.Contains("200", FirstLine(result), StringComparison.Ordinal);
            else if (mode == HandshakeMode.Explain) Assert.True(FirstLine(result).Contains("401", StringComparison.Ordinal) && result.StandardOutput.Contains($"\"reason\":\"{reason}\"", StringComparison.Ordinal), result.ToString());
            else Assert.DoesNotContain("HTTP/", result.StandardOutput, StringComparison.Ordinal);
        }
    }

    private static int Handshakes(LockOne server, string reason) =>
        server.Metrics.Of("mtls.handshakes").Count(handshake => (handshake["error.type"] ?? "accepted") == reason);

    private static string FirstLine(ProcessResult result) => result.StandardOutput.Split('\n')[0];

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();

    private static async Task WriteAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("MTLSASPIRE_CLIENTS") is { Length: > 0 } path) await File.AppendAllTextAsync(path, line + "\n");
    }
}
