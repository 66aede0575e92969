using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>What the commands do, and what they print.</summary>
public sealed class LifecycleCommandTests : CommandBench
{
    [Fact]
    public async Task An_identity_lives_from_issue_to_revocation()
    {
        await RunAsync("bootstrap");

        Assert.Matches(@"^issued   guest +CN=guest, OU=admin, O=MtlsAspire +expires \S+  serial [0-9A-F]+\n$", await RunAsync("issue", "guest", "--role", "admin", "--kind", "both", "--san", "guest.example", "--key-type", "ecdsa-p384"));
        Assert.StartsWith("renewed  guest ", await RunAsync("renew", "guest", "--same-key"), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("revoke", "guest", "--reason", "keyCompromise")).Split('\n').Count(line => line.StartsWith("revoked  guest ", StringComparison.Ordinal)));
        Assert.Equal("guest was revoked already: nothing to do.\n", await RunAsync("revoke", "guest"));
        Assert.Equal("The revocation lists are current: nothing to do.\n", await RunAsync("crl"));
        Assert.Contains("it was revoked on ", await RunAsync(ExitCode.Findings, "doctor"), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^guest +CN=guest, OU=admin, O=MtlsAspire revoked \S+ \(KeyCompromise\) ", await RunAsync("list", "--revoked"));
        await RunAsync("renew", "guest");
        Assert.EndsWith(" is in order.\n", await RunAsync("doctor"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Json_has_the_documented_shape()
    {
        var bootstrap = await JsonAsync("bootstrap");
        Assert.Equal(7, bootstrap.GetProperty("changes").GetArrayLength());
        Assert.Equal("created", bootstrap.GetProperty("changes")[0].GetProperty("action").GetString());

        var issued = (await JsonAsync("issue", "guest")).GetProperty("issued")[0];
        Assert.Equal("guest", issued.GetProperty("name").GetString());
        Assert.Equal("good", issued.GetProperty("status").GetString());

        var revoked = (await JsonAsync("revoke", issued.GetProperty("serial").GetString()!)).GetProperty("revoked")[0];
        Assert.Equal(("revoked", "unspecified"), (revoked.GetProperty("status").GetString(), revoked.GetProperty("reason").GetString()));

        var listed = (await JsonAsync("list", "guest")).GetProperty("certificates");
        Assert.Equal(issued.GetProperty("serial").GetString(), Assert.Single(listed.EnumerateArray()).GetProperty("serial").GetString());

        var doctor = JsonDocument.Parse(await RunAsync(ExitCode.Findings, "doctor", "--json")).RootElement;
        Assert.False(doctor.GetProperty("ok").GetBoolean());
        Assert.Equal("error", doctor.GetProperty("findings")[0].GetProperty("severity").GetString());

        Assert.Equal(2, (await JsonAsync("crl", "--force")).GetProperty("changes").GetArrayLength());
        var inspected = JsonDocument.Parse(await RunRawAsync(ExitCode.Success, "inspect", Path.Combine(Certs, "client1.crt"), "--json")).RootElement.GetProperty("items");
        Assert.Equal("CN=client1, O=MtlsAspire", inspected[0].GetProperty("facts").GetProperty("subject").GetString());
        Assert.Equal(2, inspected.GetArrayLength());
    }

    [Fact]
    public async Task A_list_of_names_is_issued_and_taken_up_again_where_it_stopped()
    {
        await RunAsync("bootstrap");
        await File.WriteAllLinesAsync(PathOf("names"), ["# a comment", "", .. Enumerable.Range(0, 250).Select(i => $"bulk-{i}"), "bulk-7"]);
        await RunAsync("issue", "bulk-3");

        Assert.StartsWith("issued 249, 1 were there already (", await RunAsync("issue", "--from", PathOf("names")), StringComparison.Ordinal);

        Assert.EndsWith(" is in order.\n", await RunAsync("doctor"), StringComparison.Ordinal);
        PkiAssert.LedgerKnowsEveryCertificate(Certs);
        using var loaded = X509Certificate2.CreateFromPemFile(Path.Combine(Certs, "bulk-249.crt"), Path.Combine(Certs, "bulk-249.key"));
        Assert.Equal("CN=bulk-249, O=MtlsAspire", loaded.Subject);
    }

    [Fact]
    public async Task Exports_hold_what_they_should_and_are_private()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(PathOf("password"), "secret\n");

        foreach (var format in new[] { "pem", "pfx", "bundle", "kubernetes" })
        {
            await RunAsync("export", "client1", "--format", format, "--out", PathOf(format), "--password-file", PathOf("password"));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(format != "bundle", File.GetUnixFileMode(PathOf(format)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            }
        }

        using var pem = X509Certificate2.CreateFromPemFile(PathOf("pem"));
        Assert.True(pem.HasPrivateKey);
        var pfx = X509CertificateLoader.LoadPkcs12CollectionFromFile(PathOf("pfx"), "secret");
        Assert.Equal(2, pfx.Count);
        Assert.ThrowsAny<CryptographicException>(() => X509CertificateLoader.LoadPkcs12CollectionFromFile(PathOf("pfx"), "wrong"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Certs, "ca.crt")), await File.ReadAllTextAsync(PathOf("bundle")));
        var secret = await File.ReadAllLinesAsync(PathOf("kubernetes"));
        Assert.Equal(["data:", "  tls.crt", "  tls.key", "  ca.crt"], secret.SkipWhile(line => line != "data:").Select(line => line.Split(": ")[0]).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task A_foreign_request_is_signed_to_standard_output_or_into_a_file()
    {
        await RunAsync("bootstrap");
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(
            PathOf("csr"), new CertificateRequest("CN=guest", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem());

        var printed = new X509Certificate2Collection();
        printed.ImportFromPem(await RunAsync("sign", PathOf("csr")));
        Assert.Equal(["CN=guest, O=MtlsAspire", "CN=MtlsAspire Issuing CA, O=MtlsAspire"], printed.Select(certificate => certificate.Subject));

        Assert.StartsWith("signed   guest ", await RunAsync("sign", PathOf("csr"), "--out", PathOf("crt")), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("crt")));
    }
}
