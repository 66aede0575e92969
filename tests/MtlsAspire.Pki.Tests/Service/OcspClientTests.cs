using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Store;
using MtlsAspire.Pki.Tests.Ocsp;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>OCSP over real sockets: OpenSSL's client, curl, and what HTTP caches are told.</summary>
public sealed class OcspClientTests(RunningPkiService service) : IClassFixture<RunningPkiService>
{
    private Uri Url => new(service.Http, "/ocsp");

    [ToolTheory("openssl")]
    [InlineData("issuing-ca", "client1", "-sha1", "-nonce")]
    [InlineData("issuing-ca", "client1", "-sha1", "-no_nonce")]
    [InlineData("issuing-ca", "client1", "-sha256", "-nonce")]
    [InlineData("issuing-ca", "server", "-sha256", "-no_nonce")]
    [InlineData("ca", "issuing-ca", "-sha1", "-nonce")]
    [InlineData("ca", "issuing-ca", "-sha256", "-no_nonce")]
    public async Task OpenSSL_is_told_that_a_certificate_is_good(string issuer, string certificate, string hash, string nonce)
    {
        var result = await AskAsync(issuer, hash, nonce, "-cert", $"{certificate}.crt");

        Assert.Contains("Response verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", result.StandardError, StringComparison.Ordinal); // that there was no nonce in the answer
        Assert.Contains($"{certificate}.crt: good", result.StandardOutput, StringComparison.Ordinal);
    }

    [ToolTheory("openssl")]
    [InlineData("-nonce")]
    [InlineData("-no_nonce")]
    public async Task OpenSSL_is_told_of_a_revocation_at_once_with_its_time_and_reason(string nonce)
    {
        var name = "revoked" + nonce.Replace('_', '-');
        using var leaf = await service.Authority.IssueAsync(new IdentityDeclaration(name, LeafRequest.Client(name)), "test");
        Assert.Contains(": good", (await AskAsync("issuing-ca", "-sha1", nonce, "-cert", $"{name}.crt")).StandardOutput, StringComparison.Ordinal);

        await service.Authority.RevokeAsync(name, X509RevocationReason.KeyCompromise, "test");
        var result = await AskAsync("issuing-ca", "-sha1", nonce, "-cert", $"{name}.crt");

        Assert.Contains("Response verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.Contains($"{name}.crt: revoked", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Reason: keyCompromise", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"Revocation Time: {DateTime.UtcNow:MMM}", result.StandardOutput, StringComparison.Ordinal);
    }

    [ToolTheory("openssl")]
    [InlineData("issuing-ca")]
    [InlineData("ca")]
    public async Task OpenSSL_is_told_that_a_serial_number_was_never_issued(string issuer)
    {
        var result = await AskAsync(issuer, "-sha1", "-nonce", "-serial", "0x123456789ABCDEF0");

        Assert.Contains("Response verify OK", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("0x123456789ABCDEF0: unknown", result.StandardOutput, StringComparison.Ordinal);
    }

    [ToolFact("openssl", "curl")]
    public async Task A_certificate_names_where_its_status_its_list_and_its_issuer_are_to_be_had()
    {
        var text = (await service.OpenSslAsync("x509", "-in", "client1.crt", "-noout", "-text")).EnsureSuccess().StandardOutput;
        var ocsp = Address("OCSP - ");
        var issuer = Address("CA Issuers - ");
        var list = Address("Full Name:");

        (await service.CurlAsync("-f", "-o", "named-ca.der", issuer)).EnsureSuccess();
        (await service.CurlAsync("-f", "-o", "named.der", list)).EnsureSuccess();
        (await service.OpenSslAsync("x509", "-inform", "DER", "-in", "named-ca.der", "-out", "named-ca.crt")).EnsureSuccess();
        (await service.OpenSslAsync("crl", "-inform", "DER", "-in", "named.der", "-out", "named.crl")).EnsureSuccess();
        (await service.OpenSslAsync("verify", "-x509_strict", "-CAfile", "ca.crt", "-untrusted", "named-ca.crt", "-CRLfile", "named.crl", "-crl_check", "client1.crt")).EnsureSuccess();
        var answer = await service.OpenSslAsync("ocsp", "-issuer", "named-ca.crt", "-cert", "client1.crt", "-url", ocsp, "-CAfile", "ca.crt", "-verify_other", "named-ca.crt");
        Assert.Contains("client1.crt: good", answer.EnsureSuccess().StandardOutput, StringComparison.Ordinal);

        string Address(string mark) => text.Split(mark)[1].Split("URI:")[1].Split('\n')[0].Trim();
    }

    [ToolFact("openssl", "curl")]
    public async Task A_GET_is_answered_like_a_POST_and_may_be_cached()
    {
        (await service.OpenSslAsync("ocsp", "-issuer", "issuing-ca.crt", "-cert", "client2.crt", "-no_nonce", "-reqout", "get.ocsp")).EnsureSuccess();
        var request = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(service.Certs, "get.ocsp")));
        (await service.CurlAsync("-f", "-o", "get.answer", "-D", "get.headers", $"{Url}/{Uri.EscapeDataString(request)}")).EnsureSuccess();
        var result = await service.OpenSslAsync(
            "ocsp", "-issuer", "issuing-ca.crt", "-cert", "client2.crt", "-no_nonce", "-respin", "get.answer", "-CAfile", "ca.crt", "-verify_other", "issuing-ca.crt");

        Assert.Contains("client2.crt: good", result.EnsureSuccess().StandardOutput, StringComparison.Ordinal);
        var headers = await File.ReadAllTextAsync(Path.Combine(service.Certs, "get.headers"));
        Assert.Contains("Content-Type: application/ocsp-response", headers, StringComparison.Ordinal);
        Assert.Matches(@"Cache-Control: max-age=\d+, public, no-transform, must-revalidate", headers);
        Assert.All(["ETag: \"", "Last-Modified: ", "Expires: "], name => Assert.Contains(name, headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_GET_in_any_spelling_of_base64_is_understood_and_revalidated_with_304()
    {
        using var client = new HttpClient();
        var request = Convert.ToBase64String(OcspMessages.Request(Issuer(), Serial("client1")));
        foreach (var path in new[] { request, Uri.EscapeDataString(request), request.Replace('+', '-').Replace('/', '_').TrimEnd('=') })
        {
            using var answer = await client.GetAsync(new Uri($"{Url}/{path}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.Public, path);

            using var again = new HttpRequestMessage(HttpMethod.Get, $"{Url}/{path}") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var unchanged = await client.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
    }

    [Theory]
    [InlineData("with a nonce", true)]
    [InlineData("that is malformed", false)]
    public async Task A_GET_that_nobody_else_may_be_given_is_not_cached(string what, bool isSound)
    {
        using var client = new HttpClient();
        var request = isSound ? OcspMessages.Request(Issuer(), new byte[32], Serial("client1")) : [1, 2, 3];

        using var answer = await client.GetAsync(new Uri($"{Url}/{Uri.EscapeDataString(Convert.ToBase64String(request))}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore, what);
    }

    [Fact]
    public void The_signer_is_known_to_the_ledger_and_is_not_issued_again_while_it_is_good()
    {
        Assert.Equal(2, service.Authority.List(new LedgerFilter { Kind = LedgerKind.OcspSigner }).Count);
        Assert.Empty(service.Get<OcspSigners>().Refresh());
    }

    private Task<ProcessResult> AskAsync(string issuer, params string[] arguments) => service.OpenSslAsync(
        ["ocsp", "-issuer", $"{issuer}.crt", .. arguments, "-url", Url.ToString(), "-CAfile", "ca.crt", "-verify_other", "issuing-ca.crt"]);

    private X509Certificate2 Issuer() => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(service.Certs, CertificateFiles.Certificate(CertificateFiles.Issuing)));

    private string Serial(string name)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(service.Certs, CertificateFiles.Certificate(name)));
        return certificate.SerialNumber;
    }
}
