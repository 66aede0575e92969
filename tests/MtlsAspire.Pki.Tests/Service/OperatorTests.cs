using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>The operator's API over mutual TLS.</summary>
public sealed class OperatorTests : IAsyncLifetime, IDisposable
{
    private readonly RunningPkiService _service = new();

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Identities_are_issued_renewed_listed_and_revoked()
    {
        var client = _service.Client("operator");

        var issued = await PostAsync(client, "/operator/identities", """{"name":"api","hosts":["api.example.org"],"roles":["reader"]}""", HttpStatusCode.Created);
        Assert.Equal("CN=api, OU=reader, O=MtlsAspire", Text(issued, "subject"));
        Assert.Equal("operator operator", Text(issued, "issuedBy"));
        Assert.Equal("good", Text(issued, "status"));
        Assert.True(File.Exists(Path.Combine(_service.Certs, "api.key")));

        var renewed = await PostAsync(client, "/operator/identities/api/renew", """{"key":"new"}""", HttpStatusCode.Created);
        Assert.NotEqual(Text(issued, "serialNumber"), Text(renewed, "serialNumber"));

        var listed = await client.GetFromJsonAsync<JsonElement>("/operator/identities");
        Assert.Equal(
            Text(renewed, "serialNumber"),
            Text(listed.EnumerateArray().Single(each => Text(each, "name") == "api"), "serialNumber"));

        var revoked = await PostAsync(
            client, "/operator/revocations", $$"""{"certificate":"{{Text(issued, "serialNumber")}}","reason":"superseded"}""", HttpStatusCode.OK);
        Assert.Equal("superseded", Text(revoked[0], "reason"));
        Assert.Equal("operator operator", Text(revoked[0], "revokedBy"));
        Assert.Contains(_service.Log.Lines, line => line.Contains("Audit: operator operator", StringComparison.Ordinal) && line.Contains("revoke", StringComparison.Ordinal));
    }

    [ToolFact("openssl", "curl")]
    public async Task A_revocation_is_on_the_published_list_when_the_answer_comes()
    {
        var client = _service.Client("operator");
        await PostAsync(client, "/operator/revocations", """{"certificate":"client1","reason":"keyCompromise"}""", HttpStatusCode.OK);

        (await _service.CurlAsync("-f", "-o", "fetched.crl", new Uri(_service.Http, "/crl/issuing-ca.crl").ToString())).EnsureSuccess();
        var text = (await _service.OpenSslAsync("crl", "-inform", "DER", "-in", "fetched.crl", "-CAfile", "issuing-ca.crt", "-noout", "-text")).EnsureSuccess();
        using var revoked = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_service.Certs, "client1.crt"));
        Assert.Contains("verify OK", text.StandardError, StringComparison.Ordinal);
        Assert.Contains($"Serial Number: {revoked.SerialNumber.TrimStart('0')}", text.StandardOutput.Replace("Serial Number: 0", "Serial Number: ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Key Compromise", text.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_operator_is_refused_on_its_next_request_even_on_a_live_connection()
    {
        var client = _service.Client("operator");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/operator/identities")).StatusCode);

        await _service.Authority.RevokeAsync("operator", X509RevocationReason.KeyCompromise, "test");
        using var answer = await client.GetAsync("/operator/identities");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("revoked", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lists_are_published_anew_on_request_with_a_higher_number()
    {
        using var anybody = new HttpClient();
        var before = await NumberAsync(anybody);

        var changes = await PostAsync(_service.Client("operator"), "/operator/crl", body: null, HttpStatusCode.OK);

        Assert.Equal(2, changes.GetProperty("changes").GetArrayLength());
        Assert.True(await NumberAsync(anybody) > before);
    }

    [ToolFact("openssl")]
    public async Task An_issuing_CA_is_rolled_over_and_OCSP_answers_for_both()
    {
        var client = _service.Client("operator");
        File.Copy(Path.Combine(_service.Certs, "issuing-ca.crt"), Path.Combine(_service.Certs, "old-ca.pem"));
        File.Copy(Path.Combine(_service.Certs, "client1.crt"), Path.Combine(_service.Certs, "old-client.pem"));

        await PostAsync(client, "/operator/rollover", """{"authority":"issuing","stage":"prepare"}""", HttpStatusCode.OK);
        await PostAsync(client, "/operator/rollover", """{"authority":"issuing","stage":"activate"}""", HttpStatusCode.OK);

        foreach (var (issuer, certificate) in new[] { ("old-ca.pem", "old-client.pem"), ("issuing-ca.crt", "client1.crt") })
        {
            var answer = await _service.OpenSslAsync(
                "ocsp", "-issuer", issuer, "-cert", certificate, "-url", new Uri(_service.Http, "/ocsp").ToString(), "-CAfile", "ca.crt", "-verify_other", "issuing-ca.crt");
            Assert.Contains($"{certificate}: good", answer.StandardOutput, StringComparison.Ordinal);
            Assert.Contains("Response verify OK", answer.StandardError, StringComparison.Ordinal);
        }

        // Both are published, each at the address that its certificates name.
        using var anybody = new HttpClient();
        foreach (var authority in _service.Authority.Authorities())
        {
            Assert.Equal(authority.RevocationList.ToArray(), await anybody.GetByteArrayAsync(new Uri(_service.Http, $"/crl/{authority.KeyId}.crl")));
            Assert.Equal(authority.Certificate.RawData, await anybody.GetByteArrayAsync(new Uri(_service.Http, $"/aia/{authority.KeyId}.crt")));
        }
    }

    [Fact]
    public async Task The_CAs_are_listed_with_where_they_are_in_their_rollover()
    {
        var client = _service.Client("operator");
        Assert.Equal(["root active", "issuing active"], await StatesAsync());

        await PostAsync(client, "/operator/rollover", """{"authority":"issuing","stage":"prepare"}""", HttpStatusCode.OK);
        Assert.Equal(["root active", "issuing active", "issuing next"], await StatesAsync());

        await PostAsync(client, "/operator/rollover", """{"authority":"issuing","stage":"activate"}""", HttpStatusCode.OK);
        Assert.Equal(["root active", "issuing active", "issuing previous"], await StatesAsync());

        await PostAsync(client, "/operator/rollover", """{"authority":"issuing","stage":"retire"}""", HttpStatusCode.OK);
        client = _service.Client("operator"); // with the certificate of the CA that is left
        Assert.Equal(["root active", "issuing active"], await StatesAsync());
        using var issuing = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_service.Certs, "issuing-ca.crt"));
        Assert.Equal(issuing.Subject, Text((await ListAsync())[1], "subject"));

        async Task<List<JsonElement>> ListAsync() => [.. (await client.GetFromJsonAsync<JsonElement>("/operator/authorities")).EnumerateArray()];
        async Task<IEnumerable<string>> StatesAsync() => (await ListAsync()).Select(each => $"{Text(each, "role")} {Text(each, "state")}");
    }

    [Fact]
    public async Task What_expires_soon_is_listed()
    {
        var client = _service.Client("operator");

        Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>("/operator/expiring?days=5")).GetArrayLength());
        Assert.True((await client.GetFromJsonAsync<JsonElement>("/operator/expiring?days=91")).GetArrayLength() >= 5);
    }

    [Fact]
    public async Task A_token_of_the_operator_enrols_and_only_its_hash_is_kept()
    {
        var token = await PostAsync(_service.Client("operator"), "/operator/enrolment-tokens", """{"identity":"guest","minutes":5}""", HttpStatusCode.Created);
        var secret = Text(token, "token");
        var csr = Csr.Base64("CN=guest");

        using var answer = await RunningPkiService.PostAsync(
            _service.Client(), new Uri(_service.Https, "/.well-known/est/simpleenroll"), csr, "application/pkcs10", Csr.Basic("guest", secret));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"EST, token {Text(token, "id")} of operator", _service.Authority.List(new LedgerFilter { Name = "guest" }).Single().IssuedBy);
        Assert.DoesNotContain(_service.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(_service.Certs, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            Assert.DoesNotContain(secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("client1", HttpStatusCode.Forbidden)]
    [InlineData("server", HttpStatusCode.Unauthorized)] // not for clients
    public async Task Nobody_else_operates_the_CA(string? identity, HttpStatusCode status)
    {
        var client = _service.Client(identity);
        var before = _service.Snapshot();
        foreach (var path in new[] { "/operator/identities", "/operator/revocations", "/operator/crl", "/operator/enrolment-tokens", "/operator/identities/client1/renew" })
        {
            using var answer = await RunningPkiService.PostAsync(client, new Uri(_service.Https, path), "{}"u8.ToArray(), "application/json");
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(before, _service.Snapshot());
    }

    [Fact]
    public async Task Over_plain_http_there_is_neither_EST_nor_the_API()
    {
        using var client = new HttpClient();
        foreach (var path in new[] { "/operator/identities", "/.well-known/est/cacerts" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(_service.Http, path))).StatusCode);
        }
    }

    private async Task<System.Numerics.BigInteger> NumberAsync(HttpClient client)
    {
        var der = await client.GetByteArrayAsync(new Uri(_service.Http, "/crl/issuing-ca.crl"));
        CertificateRevocationListBuilder.Load(der, out var number, out _);
        return number;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string? body, HttpStatusCode expected)
    {
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
