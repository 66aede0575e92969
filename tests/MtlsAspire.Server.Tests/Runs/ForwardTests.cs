using System.Net;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.Seals;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>What is handed in at the next box, and by whom it may be sealed.</summary>
/// <param name="boxes">The boxes.</param>
public abstract class ForwardTests(ThreeBoxes boxes)
{
    [ToolFact]
    public async Task A_result_that_was_forwarded_lies_in_the_archive_with_the_same_seal()
    {
        using var analyst = boxes.Client("processing", "analyst");
        using var reader = boxes.Client("archive", "operator");

        Assert.Equal(
            await analyst.GetByteArrayAsync(new Uri($"/runs/{boxes.Run}", UriKind.Relative)),
            await reader.GetByteArrayAsync(new Uri($"/results/{boxes.Run}", UriKind.Relative)));
    }

    [ToolFact]
    public async Task A_forward_that_is_replayed_is_detected()
    {
        using var analyst = boxes.Client("processing", "analyst");
        var seal = await analyst.GetByteArrayAsync(new Uri($"/runs/{boxes.Run}", UriKind.Relative));
        using var processing = boxes.Client("archive", "processing");

        using var replayed = await processing.SendAsync(HttpMethod.Post, "/results", new ByteArrayContent(seal));

        await replayed.ProblemAsync(HttpStatusCode.Conflict, "seal_replayed");
    }

    [ToolTheory]
    [InlineData("foreign CA", "signer_refused")]
    [InlineData("revoked signer", "signer_refused")]
    [InlineData("another signer", "signer_not_allowed")]
    [InlineData("old", "seal_too_old")]
    [InlineData("future", "seal_from_the_future")]
    [InlineData("truncated", "seal_malformed")]
    [InlineData("appended", "seal_malformed")]
    [InlineData("changed", "seal_broken")]
    [InlineData("not about its content", "provenance_wrong")]
    [InlineData("no statement", "provenance_wrong")]
    [InlineData("detached", "seal_malformed")]
    [InlineData("empty", "seal_malformed")]
    public async Task What_is_not_sealed_as_it_should_be_is_refused_and_not_stored(string defect, string reason)
    {
        using var foreign = new TestPki();
        var pki = defect == "foreign CA" ? foreign : boxes.Pki;
        using var signer = TestBox.IssueBox(pki, defect == "another signer" ? "storage" : "processing");
        if (defect == "revoked signer")
        {
            boxes.Pki.Revoke(signer);
            await boxes["archive"].Server.Logs.WaitForAsync(log => log.Values.GetValueOrDefault("Revoked") == "2");
        }

        var run = Guid.NewGuid().ToString("N");
        var seal = Seal(pki, signer, run, defect);
        using var processing = boxes.Client("archive", "processing");

        using var response = await processing.SendAsync(HttpMethod.Post, "/results", new ByteArrayContent(seal));

        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, reason);
        using var reader = boxes.Client("archive", "analyst");
        using var stored = await reader.SendAsync(HttpMethod.Get, $"/results/{run}");
        await stored.ProblemAsync(HttpStatusCode.NotFound, "result_unknown");
    }

    [ToolFact]
    public async Task A_result_waits_for_a_next_box_that_is_down()
    {
        var archive = boxes["archive"];
        var port = archive.Server.Https.Port;
        await archive.Server.DisposeAsync();

        var run = await boxes.RunAsync("seed", "word-count");
        await boxes["processing"].Server.Logs.WaitForAsync(log => log.Message.StartsWith("A sealed result could not be forwarded to box archive now", StringComparison.Ordinal));
        await archive.RestartAsync(meanwhile: null, $"--urls=https://127.0.0.1:{port}");

        using var reader = boxes.Client("archive", "analyst");
        await Eventually.BecomesAsync(async () =>
        {
            using var response = await reader.SendAsync(HttpMethod.Get, $"/results/{run["id"]}");
            return response.IsSuccessStatusCode;
        }, "the forwarded result");
    }

    [ToolFact]
    public async Task A_result_that_the_next_box_refuses_is_reported_and_gets_there_once_it_is_let_in()
    {
        var archive = boxes["archive"];
        var policy = await File.ReadAllTextAsync(archive.PolicyPath);
        await ReplaceLocksAsync(archive, policy.Replace("spiffe://mtls.localhost/processing", "spiffe://mtls.localhost/somebody-else", StringComparison.Ordinal));
        try
        {
            var run = await boxes.RunAsync("seed", "word-count");
            await boxes["processing"].Server.Logs.WaitForAsync(log => log.Message == "A sealed result could not be forwarded to box archive now, and stays in the outbox: 403 identity_not_allowed");
            using var reader = boxes.Client("archive", "analyst");
            using (var missing = await reader.SendAsync(HttpMethod.Get, $"/results/{run["id"]}")) await missing.ProblemAsync(HttpStatusCode.NotFound, "result_unknown");

            await ReplaceLocksAsync(archive, policy);
            await Eventually.BecomesAsync(async () => (await reader.SendAsync(HttpMethod.Get, $"/results/{run["id"]}")).IsSuccessStatusCode, "the forwarded result");
        }
        finally
        {
            TestPki.Replace(archive.PolicyPath, policy);
        }
    }

    private static async Task ReplaceLocksAsync(TestBox box, string policy)
    {
        var before = Replacements();
        TestPki.Replace(box.PolicyPath, policy);
        await Eventually.BecomesAsync(() => Task.FromResult(Replacements() > before), "new locks");

        int Replacements() => box.Server.Logs.All.Count(log => log.Message.StartsWith("The locks have been replaced.", StringComparison.Ordinal));
    }

    private static byte[] Seal(TestPki pki, X509Certificate2 signer, string run, string defect)
    {
        var output = Encoding.UTF8.GetBytes("result");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(output));
        var time = DateTimeOffset.UtcNow + (defect == "old" ? TimeSpan.FromDays(-2) : defect == "future" ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        var statement = new SealStatement(
            SealStatement.Kind, run, "processing", "seed", new SealedContent(hash, output.Length, "text/plain"), "test", new Dictionary<string, string>(),
            new SealedContent(hash, output.Length, "text/plain"), new SealRequester("CN=analyst", null, ""), time);
        if (defect == "no statement") return Sign(signer, pki, [1, 2, 3], isDetached: false);
        if (defect == "detached") return Sign(signer, pki, [1, 2, 3], isDetached: true);
        if (defect == "empty") return [];
        var options = new MutualTlsOptions
        {
            Certificate = pki.WriteText($"{run}.crt", signer.ExportCertificatePem() + "\n" + pki.Issuing.Certificate.ExportCertificatePem()),
            Key = pki.WriteText($"{run}.key", signer.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        };
        var identity = TlsIdentity.Load(options, TimeProvider.System);
        var seal = new Sealer(new FixedIdentity(identity), TimeProvider.System).Seal(statement, defect == "not about its content" ? "another"u8 : output);
        switch (defect)
        {
            case "truncated": return seal[..^1];
            case "appended": return [.. seal, 0];
            case "changed": seal[seal.AsSpan().LastIndexOf("result"u8)]++; break;
        }

        return seal;
    }

    private static byte[] Sign(X509Certificate2 leaf, TestPki pki, byte[] content, bool isDetached)
    {
        var cms = new SignedCms(new ContentInfo(content), isDetached);
        var signer = new CmsSigner(leaf) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.Certificates.Add(pki.Issuing.Certificate);
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    private sealed class FixedIdentity(TlsIdentity identity) : ICurrentIdentity
    {
        public event EventHandler? Changed
        {
            add { }
            remove { }
        }

        public TlsIdentity Current => identity;
    }
}
