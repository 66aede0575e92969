using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Interoperability;

/// <summary>OpenSSL, GnuTLS, NSS and the services' own validator accept the good and refuse the bad, for every kind of key.</summary>
public sealed class OtherImplementationsTests(RehearsedPkis pkis) : IClassFixture<RehearsedPkis>
{
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    public static TheoryData<KeyType> KeyTypes => [KeyType.EcdsaP256, KeyType.EcdsaP384, KeyType.Rsa2048, KeyType.Rsa3072, KeyType.Rsa4096];

    [ToolTheory("openssl")]
    [MemberData(nameof(KeyTypes))]
    public async Task OpenSsl(KeyType keyType)
    {
        var pki = await pkis.OfAsync(keyType);
        foreach (var (leaf, purpose, words) in new[]
        {
            ("client", "sslclient", null), ("server", "sslserver", null), ("both", "sslclient", null), ("both", "sslserver", null),
            ("client", "sslserver", "purpose"), ("server", "sslclient", "purpose"),
            ("expired", "sslclient", "certificate has expired"), ("revoked", "sslclient", "certificate revoked"),
            ("untrusted", "sslclient", "unable to get local issuer certificate"),
        })
        {
            var result = await pki.RunAsync(
                "openssl", "verify", "-x509_strict", "-purpose", purpose, "-crl_check_all", "-CRLfile", "lists.pem", "-CAfile", "ca.crt", "-untrusted", "issuing-ca.crt", $"{leaf}.crt");
            Judged(result, words);
        }

        foreach (var (leaf, client, server) in new[] { ("client", "Yes", "No"), ("server", "No", "Yes"), ("both", "Yes", "Yes"), ("issuing-ca", "No", "No") })
        {
            var purposes = (await pki.RunAsync("openssl", "x509", "-purpose", "-noout", "-in", $"{leaf}.crt")).EnsureSuccess().StandardOutput;
            Assert.Contains($"SSL client : {client}\n", purposes, StringComparison.Ordinal);
            Assert.Contains($"SSL server : {server}\n", purposes, StringComparison.Ordinal);
        }

        foreach (var name in new[] { "ca", "issuing-ca" })
        {
            var result = await pki.RunAsync("openssl", "crl", "-verify", "-noout", "-in", $"{name}.crl", "-CAfile", $"{name}.crt");
            Assert.Contains("verify OK", result.EnsureSuccess().StandardError, StringComparison.Ordinal);
        }
    }

    [ToolTheory("certtool")]
    [MemberData(nameof(KeyTypes))]
    public async Task GnuTls(KeyType keyType)
    {
        var pki = await pkis.OfAsync(keyType);
        foreach (var (leaf, purpose, words) in new[]
        {
            ("client", ClientPurpose, null), ("server", ServerPurpose, null), ("both", ClientPurpose, null), ("both", ServerPurpose, null),
            ("client", ServerPurpose, "does not match the intended purpose"), ("server", ClientPurpose, "does not match the intended purpose"),
            ("expired", ClientPurpose, "uses expired certificate"), ("revoked", ClientPurpose, "certificate chain is revoked"),
            ("untrusted", ClientPurpose, "certificate issuer is unknown"),
        })
        {
            Judged(
                await pki.RunAsync(
                    "certtool", "--verify", "--infile", $"{leaf}.crt", "--load-ca-certificate", "ca.crt", "--load-crl", "lists.pem", "--verify-purpose", purpose),
                words);
        }
    }

    [ToolTheory("certutil", "crlutil", "vfychain")]
    [MemberData(nameof(KeyTypes))]
    public async Task Nss(KeyType keyType)
    {
        var pki = await pkis.OfAsync(keyType);
        using var database = new TemporaryDirectory();
        var at = $"sql:{database.Combine(".")}";
        (await pki.RunAsync("certutil", "-N", "-d", at, "--empty-password")).EnsureSuccess();
        (await pki.RunAsync("certutil", "-A", "-d", at, "-n", "ca", "-t", "CT,,", "-i", "ca.crt")).EnsureSuccess();
        (await pki.RunAsync("certutil", "-A", "-d", at, "-n", "issuing-ca", "-t", ",,", "-i", "issuing-ca.crt")).EnsureSuccess();
        foreach (var name in new[] { "ca", "issuing-ca" })
        {
            await File.WriteAllBytesAsync(database.Combine("list.der"), RevocationList.FromPem(pki.Text($"{name}.crl")).Der.ToArray());
            (await pki.RunAsync("crlutil", "-I", "-B", "-d", at, "-i", database.Combine("list.der"))).EnsureSuccess();
        }

        foreach (var leaf in new[] { "client", "server", "both", "expired", "revoked", "untrusted" })
        {
            using var certificate = pki.Certificate(leaf);
            await File.WriteAllTextAsync(database.Combine("leaf.pem"), certificate.ExportCertificatePem());
            (await pki.RunAsync("certutil", "-A", "-d", at, "-n", leaf, "-t", ",,", "-i", database.Combine("leaf.pem"))).EnsureSuccess();
        }

        var isRsa = keyType is not (KeyType.EcdsaP256 or KeyType.EcdsaP384);
        foreach (var (leaf, usage, words) in new[]
        {
            ("client", "C", null), ("server", "V", null), ("both", "C", null), ("both", "V", null),
            // Of an RSA key it looks at keyEncipherment first, which a client's does not have.
            ("client", "V", isRsa ? "key usage inadequate" : "Certificate type not approved"), ("server", "C", "Certificate type not approved"),
            ("expired", "C", "has expired"), ("revoked", "C", "has been revoked"), ("untrusted", "C", "issuer is not recognized"),
        })
        {
            Judged(await pki.RunAsync("certutil", "-V", "-e", "-d", at, "-n", leaf, "-u", usage), words);

            // And NSS's other judge, its PKIX library, which refuses what no list speaks of.
            Judged(
                await pki.RunAsync(
                    "vfychain", "-d", at, "-pp", "-u", usage == "C" ? "0" : "1", "-g", "leaf", "-m", "crl", "-s", "forbidFetching,failIfNoInfo", "-a", $"{leaf}.crt"),
                words);
        }
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public async Task The_services_own_validator_finds_no_fault_under_its_strictest_rules(KeyType keyType)
    {
        var pki = await pkis.OfAsync(keyType);
        using var issuing = pki.Certificate("issuing-ca");
        var trust = TrustMaterial.FromPem(pki.Text("ca.crt"), revocationLists: pki.Text("lists.pem"));

        foreach (var (leaf, role) in new[] { ("client", PeerRole.Client), ("server", PeerRole.Server), ("both", PeerRole.Client), ("both", PeerRole.Server) })
        {
            using var certificate = pki.Certificate(leaf);
            var verdict = new PeerValidator(role, trust, PeerValidationOptions.Strict, TimeProvider.System)
                .Validate(certificate.RawData, [issuing.RawData], expectedName: null);

            Assert.True(verdict.IsAccepted, $"{leaf} as {role}: {verdict.Explanation}");
        }
    }

    // The good is accepted; the bad is refused, in the tool's own words.
    private static void Judged(ProcessResult result, string? words)
    {
        if (words is null)
        {
            result.EnsureSuccess();
        }
        else
        {
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(words, result.StandardOutput + result.StandardError, StringComparison.Ordinal);
        }
    }
}
