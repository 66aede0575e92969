using System.Text.Json;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Cli;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Verify;

/// <summary><c>verify FILE...</c>: a certificate explained to people.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _root = CertificateAuthority.CreateRoot("Test Root CA");
    private readonly CertificateAuthority _issuing;
    private readonly string _trust;
    private readonly string _client;

    public VerifyCommandTests()
    {
        _issuing = _root.CreateIssuing("Test Issuing CA");
        _trust = Write("root.pem", _root.Certificate.ExportCertificatePem());
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"));
        _client = Write("client1.pem", leaf.ExportCertificatePem() + "\n" + _issuing.Certificate.ExportCertificatePem());
        Write("leaf.pem", leaf.ExportCertificatePem());
        File.WriteAllBytes(_directory.Combine("leaf.der"), leaf.RawData);
    }

    [Fact]
    public async Task An_accepted_certificate_is_shown_check_by_check()
    {
        var (code, output, error) = await RunAsync("verify", _client, "--trust", _trust, "--purpose", "client", "--spiffe", "spiffe://mtls.localhost/client1");

        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.EndsWith("accepted", output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", output, StringComparison.Ordinal);
        foreach (var subject in (string[])["CN=Test Root CA", "CN=Test Issuing CA", "CN=client1"]) Assert.Contains(subject, output, StringComparison.Ordinal);
        Assert.Contains("Revocation was not checked", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--purpose server", "wrong_purpose")]
    [InlineData("--name client1.example", "name_mismatch")]
    [InlineData("--ip 192.0.2.1", "name_mismatch")]
    [InlineData("--spiffe spiffe://mtls.localhost/client2", "name_mismatch")]
    [InlineData("--time 2001-01-01T00:00:00Z", "certificate_not_yet_valid")]
    [InlineData("--time 2099-01-01", "certificate_expired")]
    public async Task A_refused_certificate_tells_which_check_failed(string options, string reason)
    {
        var (code, output, error) = await RunAsync(["verify", _client, "--trust", _trust, .. options.Split(' ')]);

        Assert.Equal(VerifyCommand.Refused, code);
        Assert.Empty(error);
        Assert.Contains("  FAIL  ", output, StringComparison.Ordinal);
        Assert.Contains($"refused: {reason}: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_intermediate_may_be_given()
    {
        var leaf = _directory.Combine("leaf.der");
        var issuing = Write("issuing.pem", _issuing.Certificate.ExportCertificatePem());

        var (without, output, _) = await RunAsync("verify", leaf, "--trust", _trust);
        var (asKnown, _, _) = await RunAsync("verify", leaf, "--trust", _trust, "--intermediates", issuing);
        var (asSent, _, _) = await RunAsync("verify", leaf, issuing, "--trust", _trust);

        Assert.Equal((VerifyCommand.Refused, 0, 0), (without, asKnown, asSent));
        Assert.Contains("incomplete_chain", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_is_checked_where_there_are_lists()
    {
        using var leaf = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(_directory.Combine("leaf.der"));
        var revoked = new System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder();
        revoked.AddEntry(leaf);
        var rootList = _directory.Combine("root.crl");
        var good = _directory.Combine("good.crl");
        var bad = _directory.Combine("bad.crl");
        await File.WriteAllBytesAsync(rootList, _root.SignRevocationList(new(), 1, TimeSpan.FromDays(1)));
        await File.WriteAllBytesAsync(good, _issuing.SignRevocationList(new(), 1, TimeSpan.FromDays(1)));
        await File.WriteAllBytesAsync(bad, _issuing.SignRevocationList(revoked, 2, TimeSpan.FromDays(1)));

        var (accepted, _, _) = await RunAsync("verify", _client, "--trust", _trust, "--crl", rootList, "--crl", good);
        var (refused, output, _) = await RunAsync("verify", _client, "--trust", _trust, "--crl", rootList, "--crl", bad);
        var (unknown, missing, _) = await RunAsync("verify", _client, "--trust", _trust, "--crl", rootList);

        Assert.Equal((0, VerifyCommand.Refused, VerifyCommand.Refused), (accepted, refused, unknown));
        Assert.Contains("refused: certificate_revoked: ", output, StringComparison.Ordinal);
        Assert.Contains("refused: revocation_unknown: ", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_one_object()
    {
        var (code, output, _) = await RunAsync("verify", _client, "--trust", _trust, "--purpose", "server", "--json");

        using var document = JsonDocument.Parse(output);
        Assert.Equal(VerifyCommand.Refused, code);
        Assert.False(document.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Equal("wrong_purpose", document.RootElement.GetProperty("reason").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("path").GetArrayLength());
        Assert.Contains(document.RootElement.GetProperty("steps").EnumerateArray(), step => step.GetProperty("reason").GetString() == "wrong_purpose");
    }

    [Fact]
    public async Task The_certificate_directory_is_believed_unless_anchors_are_named()
    {
        var certs = _directory.Combine("certs");
        Assert.Equal(0, (await RunAsync("bootstrap", "--certs", certs)).Code);

        var (code, output, error) = await RunAsync("verify", Path.Combine(certs, "server.crt"), "--certs", certs, "--name", "localhost", "--purpose", "server");
        var (stranger, _, _) = await RunAsync("verify", _client, "--certs", certs);

        Assert.True(code == 0, output + error);
        Assert.Equal(VerifyCommand.Refused, stranger);
    }

    [Theory]
    [InlineData("verify", 2, "name a FILE")]
    [InlineData("verify x --jsonl", 2, "standard input")]
    [InlineData("verify x --name a --ip 192.0.2.1", 2, "only one of")]
    [InlineData("verify x --ip a", 2, "is no IP address")]
    [InlineData("verify x --spiffe a", 2, "does not begin with spiffe://")]
    [InlineData("verify x --purpose both", 2, "neither client nor server")]
    [InlineData("verify x --time noon", 2, "is no time")]
    [InlineData("verify {missing} --trust {trust}", 1, "does not exist")]
    [InlineData("verify {text} --trust {trust}", 1, "holds no certificate")]
    [InlineData("verify {cut} --trust {trust}", 1, "malformed")]
    [InlineData("verify {trust} --trust {text}", 1, "holds no certificate")]
    [InlineData("verify {trust} --trust {trust} --crl {trust}", 1, "holds no revocation list")]
    [InlineData("verify {trust} --certs {missing}", 1, "--trust FILE")]
    public async Task Bad_input_is_told_in_one_line(string line, int expected, string message)
    {
        var text = Write("text", "no certificate");
        var cut = Write("cut", "-----BEGIN CERTIFICATE-----\nMIIB");
        var args = line.Split(' ').Select(arg => arg
            .Replace("{missing}", _directory.Combine("missing"), StringComparison.Ordinal)
            .Replace("{trust}", _trust, StringComparison.Ordinal)
            .Replace("{text}", text, StringComparison.Ordinal)
            .Replace("{cut}", cut, StringComparison.Ordinal));

        var (code, output, error) = await RunAsync([.. args]);

        Assert.Equal(expected, code);
        Assert.Empty(output);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
        _directory.Dispose();
    }

    private string Write(string name, string text)
    {
        var path = _directory.Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await PkiCommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
