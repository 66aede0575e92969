using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests;

/// <summary>What OpenSSL, which shares no code with this CA's checks, says of a bootstrapped directory.</summary>
public sealed class OpenSslTests : IAsyncLifetime, IDisposable
{
    private readonly BootstrappedPki _pki = new();

    public Task InitializeAsync()
    {
        _pki.Clock.Now = DateTimeOffset.UtcNow;
        return _pki.BootstrapAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _pki.Dispose();

    [ToolTheory("openssl")]
    [InlineData("server.crt", "sslserver")]
    [InlineData("client1.crt", "sslclient")]
    [InlineData("client2.crt", "sslclient")]
    public async Task Verify_accepts_every_leaf_strictly_and_with_both_revocation_lists(string leaf, string purpose)
    {
        var result = await VerifyAsync(leaf, "-purpose", purpose, "-crl_check_all", "-CRLfile", "ca.crl", "-CRLfile", "issuing-ca.crl");

        Assert.Equal($"{leaf}: OK\n", result.EnsureSuccess().StandardOutput);
    }

    [ToolTheory("openssl")]
    [InlineData("server.crt", "sslclient")]
    [InlineData("client1.crt", "sslserver")]
    public async Task Verify_refuses_a_leaf_for_the_other_purpose(string leaf, string purpose)
    {
        var result = await VerifyAsync(leaf, "-purpose", purpose);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("unsuitable certificate purpose", result.StandardError, StringComparison.OrdinalIgnoreCase);
    }

    [ToolFact("openssl")]
    public async Task Verify_knows_the_server_by_its_names_only()
    {
        (await VerifyAsync("server.crt", "-verify_hostname", "localhost")).EnsureSuccess();
        (await VerifyAsync("server.crt", "-verify_ip", "::1")).EnsureSuccess();

        Assert.NotEqual(0, (await VerifyAsync("server.crt", "-verify_hostname", "server")).ExitCode);
        Assert.NotEqual(0, (await VerifyAsync("server.crt", "-verify_hostname", "example.org")).ExitCode);
    }

    [ToolTheory("openssl")]
    [InlineData("ca.crt", "SSL client CA : Yes", "SSL server CA : Yes", "CRL signing CA : Yes")]
    [InlineData("issuing-ca.crt", "SSL client CA : Yes", "SSL server CA : Yes", "CRL signing CA : Yes")]
    [InlineData("server.crt", "SSL server : Yes", "SSL client : No", "SSL server CA : No")]
    [InlineData("client1.crt", "SSL client : Yes", "SSL server : No", "SSL client CA : No")]
    public async Task Purposes_are_as_they_should_be(string file, params string[] lines)
    {
        var output = (await OpenSslAsync("x509", "-in", file, "-noout", "-purpose")).EnsureSuccess().StandardOutput;

        Assert.All(lines, line => Assert.Contains(line + "\n", output, StringComparison.Ordinal));
    }

    [ToolTheory("openssl")]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    public async Task A_revocation_list_verifies_against_its_CA_and_has_what_the_RFC_asks_for(string name)
    {
        var result = (await OpenSslAsync("crl", "-in", $"{name}.crl", "-CAfile", $"{name}.crt", "-noout", "-text")).EnsureSuccess();

        Assert.Contains("verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.All(
            ["Version 2 (0x1)", "ecdsa-with-SHA256", "Next Update:", "X509v3 Authority Key Identifier", "X509v3 CRL Number", "No Revoked Certificates"],
            text => Assert.Contains(text, result.StandardOutput, StringComparison.Ordinal));
    }

    [ToolFact("openssl")]
    public async Task A_request_proves_possession_and_asks_for_the_same_names()
    {
        var result = (await OpenSslAsync("req", "-in", "server.csr", "-verify", "-noout", "-text")).EnsureSuccess();

        Assert.Contains("verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("DNS:localhost, DNS:mtls.localhost, IP Address:127.0.0.1", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("URI:spiffe://mtls.localhost/server", result.StandardOutput, StringComparison.Ordinal);
    }

    [ToolFact("openssl")]
    public async Task The_PKCS12_file_opens_with_an_empty_password_and_holds_the_key_and_two_certificates()
    {
        var output = (await OpenSslAsync("pkcs12", "-in", "client1.pfx", "-passin", "pass:", "-nodes")).EnsureSuccess().StandardOutput;

        Assert.Equal(2, output.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Equal((await File.ReadAllTextAsync(_pki.PathOf("client1.key"))).Trim(), KeyIn(output));
    }

    [ToolTheory("openssl")]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    [InlineData("server")]
    [InlineData("client1")]
    public async Task A_key_is_sound_and_is_that_of_its_certificate(string name)
    {
        (await OpenSslAsync("pkey", "-in", $"{name}.key", "-noout", "-check")).EnsureSuccess();
        var ofKey = await OpenSslAsync("pkey", "-in", $"{name}.key", "-pubout");
        var ofCertificate = await OpenSslAsync("x509", "-in", $"{name}.crt", "-noout", "-pubkey");

        Assert.Equal(ofKey.EnsureSuccess().StandardOutput, ofCertificate.EnsureSuccess().StandardOutput);
    }

    private static string KeyIn(string pem)
    {
        const string End = "-----END PRIVATE KEY-----";
        var start = pem.IndexOf("-----BEGIN PRIVATE KEY-----", StringComparison.Ordinal);
        return pem[start..(pem.IndexOf(End, StringComparison.Ordinal) + End.Length)];
    }

    private Task<ProcessResult> VerifyAsync(string leaf, params string[] options) =>
        OpenSslAsync(["verify", "-x509_strict", "-CAfile", "ca.crt", "-untrusted", "issuing-ca.crt", .. options, leaf]);

    private Task<ProcessResult> OpenSslAsync(params string[] arguments) =>
        ProcessRunner.RunAsync("openssl", arguments, workingDirectory: _pki.Path);
}
