using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults.Seals;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>The workflow: data is taken out of one box, processed in another, sealed, and handed on to a third.</summary>
/// <param name="boxes">The boxes.</param>
public abstract class RunTests(ThreeBoxes boxes)
{
    [ToolTheory]
    [InlineData("upper-case", null, null, "TO BE, OR NOT TO BE, THAT IS THE QUESTION.")]
    [InlineData("word-count", null, null, """{"lines":0,"words":10,"characters":42,"bytes":42}""")]
    [InlineData("redact", "pattern", "[Bb]e", "To █████, or not to █████, that is the question.")]
    [InlineData("sha256-manifest", null, null, "")]
    public async Task A_result_carries_its_seal_and_its_provenance(string transformation, string? parameter, string? value, string expected)
    {
        var run = await boxes.RunAsync("seed", transformation, parameter is null ? null : new Dictionary<string, string> { [parameter] = value! });
        using var analyst = boxes.Client("processing", "analyst");

        using var response = await analyst.SendAsync(HttpMethod.Get, $"/runs/{run["id"]}");
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        var result = SealVerifier.CheckIntegrity(await response.Content.ReadAsByteArrayAsync());

        if (transformation == "sha256-manifest") expected = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ThreeBoxes.SeedText)))}  seed\n";
        Assert.Equal("application/pkcs7-mime; smime-type=signed-data", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(expected, Encoding.UTF8.GetString(result.Output.Span));
        Assert.Equal("spiffe://mtls.localhost/processing", result.Signer.SpiffeId);
        var statement = result.Statement;
        Assert.Equal(("processing", "seed", transformation, "spiffe://mtls.localhost/analyst"), (statement.Box, statement.Item, statement.Transformation, statement.Requester.SpiffeId));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ThreeBoxes.SeedText))), statement.Input.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(result.Output.Span)), statement.Output.Sha256);
        Assert.InRange(statement.Time, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [ToolFact("openssl")]
    public async Task Openssl_verifies_a_seal_with_nothing_but_the_root()
    {
        using var directory = new TemporaryDirectory();
        using var analyst = boxes.Client("processing", "analyst");
        var seal = await analyst.GetByteArrayAsync(new Uri($"/runs/{boxes.Run}", UriKind.Relative));
        await File.WriteAllBytesAsync(directory.Combine("run.p7m"), seal);
        string[] verify = ["cms", "-verify", "-binary", "-inform", "DER", "-in", directory.Combine("run.p7m"), "-CAfile", boxes.Pki.AnchorsPath, "-purpose", "any", "-out", directory.Combine("content")];

        (await ProcessRunner.RunAsync("openssl", verify)).EnsureSuccess();
        var lines = await File.ReadAllLinesAsync(directory.Combine("content"));
        Assert.Equal(boxes.Run, (string?)JsonNode.Parse(lines[0])!["run"]);
        Assert.Equal(ThreeBoxes.SeedText.ToUpperInvariant(), lines[1]);

        // One letter of the result is changed.
        var at = seal.AsSpan().IndexOf("TO BE, OR"u8);
        seal[at] = (byte)'S';
        await File.WriteAllBytesAsync(directory.Combine("run.p7m"), seal);
        var refused = await ProcessRunner.RunAsync("openssl", verify);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("verif", refused.StandardError, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("seal_broken", Assert.Throws<SealException>(() => SealVerifier.CheckIntegrity(seal)).Reason);
    }

    [ToolFact("openssl")]
    public async Task Openssl_verifies_a_seal_by_the_documented_command_where_the_certificate_is_for_mail_too()
    {
        using var directory = new TemporaryDirectory();
        var profile = CertificateProfile.ServerAndClient with { ExtendedKeyUsages = [.. CertificateProfile.ServerAndClient.ExtendedKeyUsages, "1.3.6.1.5.5.7.3.4"] };
        using var leaf = boxes.Pki.Issuing.Issue(LeafRequest.Server("processing", "localhost") with { Profile = profile });
        var cms = new SignedCms(new ContentInfo([1, 2, 3]));
        var signer = new CmsSigner(leaf) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.Certificates.Add(boxes.Pki.Issuing.Certificate);
        cms.ComputeSignature(signer);
        await File.WriteAllBytesAsync(directory.Combine("run.p7m"), cms.Encode());

        (await ProcessRunner.RunAsync(
            "openssl", ["cms", "-verify", "-binary", "-inform", "DER", "-in", directory.Combine("run.p7m"), "-CAfile", boxes.Pki.AnchorsPath, "-out", directory.Combine("content")])).EnsureSuccess();
    }

    [ToolFact]
    public async Task A_result_for_the_requester_alone_is_opened_by_the_requester_alone()
    {
        using var leaf = boxes.Identity("analyst")!;
        using var other = boxes.Identity("analyst")!;
        using var client = boxes["processing"].Client(leaf);
        using var created = await client.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = "seed", transformation = "upper-case", recipient = "requester" });
        var run = (await created.Content.ReadFromJsonAsync<JsonObject>())!;

        using var response = await client.SendAsync(HttpMethod.Get, $"/runs/{run["id"]}");
        var envelope = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("application/pkcs7-mime; smime-type=enveloped-data", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(-1, envelope.AsSpan().IndexOf("TO BE"u8));
        var seal = SealVerifier.CheckIntegrity(Envelope.Decrypt(envelope, leaf));
        Assert.Equal(ThreeBoxes.SeedText.ToUpperInvariant(), Encoding.UTF8.GetString(seal.Output.Span));
        Assert.Throws<SealException>(() => Envelope.Decrypt(envelope, other));
    }

    [ToolTheory("openssl")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Openssl_decrypts_an_envelope_and_we_decrypt_openssls(bool isRsa)
    {
        using var directory = new TemporaryDirectory();
        using var recipient = isRsa ? Rsa() : boxes.Identity("analyst")!;
        var key = isRsa ? recipient.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() : recipient.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        await File.WriteAllTextAsync(directory.Combine("key.pem"), key);
        await File.WriteAllTextAsync(directory.Combine("cert.pem"), recipient.ExportCertificatePem());
        var content = RandomNumberGenerator.GetBytes(1000);
        await File.WriteAllBytesAsync(directory.Combine("envelope"), Envelope.Encrypt(content, recipient));

        (await ProcessRunner.RunAsync("openssl", ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", directory.Combine("envelope"), "-recip", directory.Combine("cert.pem"), "-inkey", directory.Combine("key.pem"), "-out", directory.Combine("content")])).EnsureSuccess();

        Assert.Equal(content, await File.ReadAllBytesAsync(directory.Combine("content")));
        Assert.Equal(content, Envelope.Decrypt(await File.ReadAllBytesAsync(directory.Combine("envelope")), recipient));
    }

    [ToolTheory]
    [InlineData("no-such-item", "upper-case", null, null, HttpStatusCode.NotFound, "item_unknown")]
    [InlineData("../seed", "upper-case", null, null, HttpStatusCode.BadRequest, "name_invalid")]
    [InlineData("seed", "explode", null, null, HttpStatusCode.UnprocessableEntity, "transformation_unknown")]
    [InlineData("seed", "upper-case", "x", "y", HttpStatusCode.UnprocessableEntity, "parameter_unknown")]
    [InlineData("seed", "redact", null, null, HttpStatusCode.UnprocessableEntity, "parameter_missing")]
    [InlineData("seed", "redact", "pattern", "(", HttpStatusCode.UnprocessableEntity, "pattern_malformed")]
    [InlineData("seed", "redact", "pattern", @"(a)\1", HttpStatusCode.UnprocessableEntity, "pattern_not_supported")]
    [InlineData("seed", "json-projection", "fields", "a", HttpStatusCode.UnprocessableEntity, "input_not_json")]
    public async Task What_cannot_be_done_is_told(string item, string transformation, string? parameter, string? value, HttpStatusCode status, string reason)
    {
        using var analyst = boxes.Client("processing", "analyst");
        var parameters = parameter is null ? null : new Dictionary<string, string> { [parameter] = value! };

        using var response = await analyst.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item, transformation, parameters });

        await response.ProblemAsync(status, reason);
    }

    [ToolFact]
    public async Task Json_is_projected()
    {
        using var depositor = boxes.Client("storage", "depositor");
        (await depositor.PutAsync("/items/people.json", Encoding.UTF8.GetBytes("""[{"name":"Anna","age":3,"home":{"city":"Bonn","zip":1}},{"name":"Bert"}]"""), "application/json")).EnsureSuccessStatusCode();

        var run = await boxes.RunAsync("people.json", "json-projection", new { fields = "name, home.city" });

        using var analyst = boxes.Client("processing", "analyst");
        var result = SealVerifier.CheckIntegrity(await analyst.GetByteArrayAsync(new Uri($"/runs/{run["id"]}", UriKind.Relative)));
        Assert.Equal("""[{"name":"Anna","home":{"city":"Bonn"}},{"name":"Bert"}]""", Encoding.UTF8.GetString(result.Output.Span));
    }

    [ToolFact]
    public async Task A_recipient_whom_nobody_here_knows_is_refused()
    {
        using var foreign = boxes.Identity("foreign")!;
        using var analyst = boxes.Client("processing", "analyst");
        using var refused = await analyst.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = "seed", transformation = "upper-case", recipient = foreign.ExportCertificatePem() });
        using var malformed = await analyst.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = "seed", transformation = "upper-case", recipient = "Bert" });

        await refused.ProblemAsync(HttpStatusCode.BadRequest, "recipient_refused");
        await malformed.ProblemAsync(HttpStatusCode.BadRequest, "recipient_malformed");
    }

    [ToolFact]
    public async Task One_trace_goes_from_the_caller_through_processing_to_storage_with_identities_and_locks()
    {
        await boxes.RunAsync("seed", "word-count");

        // The boxes of this process share its spans.
        var spans = boxes["processing"].Server.Spans;
        var run = await Eventually.FindAsync(() => spans.All.LastOrDefault(span => span.DisplayName == "POST /runs"), "the run's span");
        var read = await Eventually.FindAsync(() => spans.Of(run.TraceId).FirstOrDefault(span => span.DisplayName == "GET /items/{name}"), "the span of storage");
        await Eventually.FindAsync(() => spans.Of(run.TraceId).FirstOrDefault(span => span.DisplayName is "POST /results" or "POST /results/"), "the span of archive");

        Assert.Equal("CN=analyst, OU=analyst, O=MtlsAspire", (string?)run.GetTagItem("tls.client.subject"));
        Assert.Equal("CN=processing, O=MtlsAspire", (string?)read.GetTagItem("tls.client.subject"));
        Assert.Equal(["lock-1", "analysts", "rate"], Locks(run));
        Assert.Equal(["lock-1", "boxes-that-process"], Locks(read));

        static IEnumerable<string?> Locks(System.Diagnostics.Activity span) =>
            span.Events.Where(one => one.Name == "lock opened").Select(one => (string?)one.Tags.Single(tag => tag.Key == "mtls.lock").Value);
    }

    private static X509Certificate2 Rsa()
    {
        using var rsa = RSA.Create(2048);
        return new CertificateRequest("CN=recipient", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
