using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>EST with what everybody has: OpenSSL for keys and requests, curl for the transport.</summary>
public sealed class EstClientTests(RunningPkiService service) : IClassFixture<RunningPkiService>
{
    [ToolFact("curl", "openssl")]
    public async Task The_CA_certificates_are_had_without_any_credentials()
    {
        (await service.CurlAsync("-f", "-o", "cacerts.b64", Est("cacerts"))).EnsureSuccess();
        (await service.OpenSslAsync("base64", "-d", "-in", "cacerts.b64", "-out", "cacerts.p7")).EnsureSuccess();
        var subjects = (await service.OpenSslAsync("pkcs7", "-inform", "DER", "-in", "cacerts.p7", "-print_certs", "-noout")).EnsureSuccess().StandardOutput;

        Assert.Contains("subject=O = MtlsAspire, CN = MtlsAspire Root CA", subjects, StringComparison.Ordinal);
        Assert.Contains("subject=O = MtlsAspire, CN = MtlsAspire Issuing CA", subjects, StringComparison.Ordinal);
    }

    [ToolFact("curl", "openssl")]
    public async Task The_attributes_of_a_request_are_told()
    {
        (await service.CurlAsync("-f", "-o", "csrattrs.b64", Est("csrattrs"))).EnsureSuccess();
        (await service.OpenSslAsync("base64", "-d", "-in", "csrattrs.b64", "-out", "csrattrs.der")).EnsureSuccess();
        var structure = (await service.OpenSslAsync("asn1parse", "-inform", "DER", "-in", "csrattrs.der")).EnsureSuccess().StandardOutput;

        Assert.Contains("prime256v1", structure, StringComparison.Ordinal);
        Assert.Contains("ecdsa-with-SHA256", structure, StringComparison.Ordinal);
    }

    [ToolFact("curl", "openssl")]
    public async Task A_newcomer_enrols_by_token_once_and_from_then_on_by_certificate()
    {
        var token = service.Token("newcomer", "newcomer.example.org", "127.0.0.1");
        await RequestAsync("newcomer", "/CN=newcomer", "-addext", "subjectAltName=DNS:newcomer.example.org");

        Assert.Equal("200", await PostAsync("simpleenroll", "newcomer", "--user", $"newcomer:{token}"));
        await VerifyAsync("newcomer", "sslclient");
        await VerifyAsync("newcomer", "sslserver");
        using var first = Load("newcomer");
        Assert.Equal("CN=newcomer, O=MtlsAspire", first.Subject);
        Assert.Contains("spiffe://mtls.localhost/newcomer", Names(first), StringComparison.Ordinal);

        // The token is used up, with the same request as with another.
        Assert.Equal("401", await PostAsync("simpleenroll", "newcomer", "--user", $"newcomer:{token}"));
        Assert.Contains("token was used", await BodyAsync("newcomer"), StringComparison.Ordinal);

        // Renewed for a new key: the request is made from the certificate.
        (await service.OpenSslAsync("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "renewed.key")).EnsureSuccess();
        (await service.OpenSslAsync(
            "x509", "-x509toreq", "-copy_extensions", "copy", "-in", "newcomer.crt", "-signkey", "renewed.key", "-out", "renewed.pem")).EnsureSuccess();
        await EncodeAsync("renewed");
        Assert.Equal("200", await PostAsync("simplereenroll", "renewed", "--cert", "newcomer.crt", "--key", "newcomer.key"));
        await VerifyAsync("renewed", "sslclient");
        using var second = Load("renewed");
        Assert.Equal(first.Subject, second.Subject);
        Assert.Equal(Names(first), Names(second));
        Assert.NotEqual(first.PublicKey.EncodedKeyValue.RawData, second.PublicKey.EncodedKeyValue.RawData);

        var entries = service.Authority.List(new LedgerFilter { Name = "newcomer" });
        Assert.Equal([second.SerialNumber, first.SerialNumber], entries.Select(entry => entry.Serial));
        Assert.Contains(service.Log.Lines, line => line.Contains($"EST simpleenroll", StringComparison.Ordinal) && line.Contains(first.SerialNumber, StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    [ToolTheory("curl", "openssl")]
    [InlineData("rsa", "-newkey", "rsa:2048")]
    [InlineData("p384", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384")]
    public async Task Other_kinds_of_keys_are_enrolled_too(string name, params string[] key)
    {
        await RequestAsync(name, $"/CN={name}", key);

        Assert.Equal("200", await PostAsync("simpleenroll", name, "--user", $":{service.Token(name)}"));
        await VerifyAsync(name, "sslclient");
    }

    [ToolFact("curl", "openssl")]
    public async Task A_declared_identity_gets_what_is_declared()
    {
        await RequestAsync("declared", "/CN=web");

        Assert.Equal("200", await PostAsync("simpleenroll", "declared", "--user", $"web:{service.Token("web")}"));
        using var certificate = Load("declared");
        Assert.Contains("web.example.org", Names(certificate), StringComparison.Ordinal);
        await VerifyAsync("declared", "sslserver");
    }

    [ToolFact("curl", "openssl")]
    public async Task A_revoked_certificate_renews_nothing_not_even_a_moment_later()
    {
        using var leaf = await service.Authority.IssueAsync(new IdentityDeclaration("leaver", LeafRequest.Client("leaver")), "test");
        await RequestOfAsync("leaver");
        Assert.Equal("200", await PostAsync("simplereenroll", "leaver-request", "--cert", "leaver.crt", "--key", "leaver.key"));

        await service.Authority.RevokeAsync(leaf.SerialNumber, X509RevocationReason.CessationOfOperation, "test");
        Assert.Equal("401", await PostAsync("simplereenroll", "leaver-request", "--cert", "leaver.crt", "--key", "leaver.key"));
        Assert.Contains("revoked", await BodyAsync("leaver-request"), StringComparison.Ordinal);
    }

    [ToolFact("curl", "openssl")]
    public async Task An_expired_certificate_renews_nothing()
    {
        var now = DateTimeOffset.UtcNow;
        var request = LeafRequest.Client("sleeper") with { Validity = new Validity(now.AddDays(-10), now.AddMinutes(-1)) };
        using var leaf = await service.Authority.IssueAsync(new IdentityDeclaration("sleeper", request), "test");
        await RequestOfAsync("sleeper");

        Assert.Equal("401", await PostAsync("simplereenroll", "sleeper-request", "--cert", "sleeper.crt", "--key", "sleeper.key"));
        Assert.Contains("expired", await BodyAsync("sleeper-request"), StringComparison.Ordinal);
    }

    [ToolFact("curl", "openssl")]
    public async Task A_certificate_of_another_CA_renews_nothing()
    {
        (await service.OpenSslAsync(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "stranger.key", "-out", "stranger.crt", "-subj", "/O=MtlsAspire/CN=client1")).EnsureSuccess();
        await RequestAsync("stranger", "/O=MtlsAspire/CN=client1", "-key", "stranger.key");

        Assert.Equal("401", await PostAsync("simplereenroll", "stranger", "--cert", "stranger.crt", "--key", "stranger.key"));
    }

    [ToolTheory("curl", "openssl")]
    [InlineData("other-name", "/O=MtlsAspire/CN=client2")]
    [InlineData("more-roles", "/O=MtlsAspire/OU=operator/CN=client1")]
    [InlineData("no-names", "/O=MtlsAspire/CN=client1")]
    [InlineData("other-names", "/O=MtlsAspire/CN=client1", "-addext", "subjectAltName=URI:spiffe://mtls.localhost/client2")]
    [InlineData("more-names", "/O=MtlsAspire/CN=client1", "-addext", "subjectAltName=URI:spiffe://mtls.localhost/client1,DNS:localhost")]
    public async Task A_renewal_asks_for_the_same_and_nothing_else(string name, string subject, params string[] options)
    {
        await RequestAsync(name, subject, options);
        var before = service.Authority.Ledger.Count();

        Assert.Equal("403", await PostAsync("simplereenroll", name, "--cert", "client1.crt", "--key", "client1.key"));
        Assert.Contains("RFC 7030, 4.2.2", await BodyAsync(name), StringComparison.Ordinal);
        Assert.Equal(before, service.Authority.Ledger.Count());
    }

    private string Est(string operation) => new Uri(service.Https, "/.well-known/est/" + operation).ToString();

    /// <summary>NAME.pem: a request of OpenSSL; NAME.b64: the same as EST wants it; NAME.key: its key, unless one is given.</summary>
    private async Task RequestAsync(string name, string subject, params string[] options)
    {
        string[] key = options.Contains("-key") ? [] : options.Contains("-newkey") ? ["-keyout", $"{name}.key"] : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", $"{name}.key"];
        (await service.OpenSslAsync(["req", "-new", "-nodes", "-subj", subject, "-out", $"{name}.pem", .. key, .. options])).EnsureSuccess();
        await EncodeAsync(name);
    }

    /// <summary>The request with which an identity would renew its certificate for the same key.</summary>
    private async Task RequestOfAsync(string name)
    {
        (await service.OpenSslAsync(
            "x509", "-x509toreq", "-copy_extensions", "copy", "-in", $"{name}.crt", "-signkey", $"{name}.key", "-out", $"{name}-request.pem")).EnsureSuccess();
        await EncodeAsync($"{name}-request");
    }

    private async Task EncodeAsync(string name)
    {
        (await service.OpenSslAsync("req", "-in", $"{name}.pem", "-outform", "DER", "-out", $"{name}.der")).EnsureSuccess();
        (await service.OpenSslAsync("base64", "-in", $"{name}.der", "-out", $"{name}.b64")).EnsureSuccess();
    }

    /// <summary>Posts NAME.b64; what is answered becomes NAME.answer and, if it is one, the certificate NAME.crt.</summary>
    /// <returns>The status code.</returns>
    private async Task<string> PostAsync(string operation, string name, params string[] options)
    {
        var status = (await service.CurlAsync(
            [
                "-o", $"{name}.answer", "-w", "%{http_code}", "-H", "Content-Type: application/pkcs10", "--data-binary", $"@{name}.b64", .. options,
                Est(operation),
            ])).EnsureSuccess().StandardOutput;
        if (status == "200")
        {
            (await service.OpenSslAsync("base64", "-d", "-in", $"{name}.answer", "-out", $"{name}.p7")).EnsureSuccess();
            (await service.OpenSslAsync("pkcs7", "-inform", "DER", "-in", $"{name}.p7", "-print_certs", "-out", $"{name}.crt")).EnsureSuccess();
        }

        return status;
    }

    private Task<string> BodyAsync(string name) => File.ReadAllTextAsync(Path.Combine(service.Certs, $"{name}.answer"));

    private async Task VerifyAsync(string name, string purpose) => (await service.OpenSslAsync(
        "verify", "-x509_strict", "-CAfile", "ca.crt", "-untrusted", "issuing-ca.crt", "-purpose", purpose, $"{name}.crt")).EnsureSuccess();

    private X509Certificate2 Load(string name)
    {
        var file = new X509Certificate2Collection();
        file.ImportFromPemFile(Path.Combine(service.Certs, $"{name}.crt"));
        return Assert.Single(file);
    }

    private static string Names(X509Certificate2 certificate) => string.Join(", ", SubjectAlternativeNames.Read(certificate.Extensions));
}
