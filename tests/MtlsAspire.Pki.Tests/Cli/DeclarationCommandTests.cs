using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Cli;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>What is declared for a PKI, its domain and its passphrase, from the command line.</summary>
public sealed class DeclarationCommandTests : CommandBench
{
    [Fact]
    public async Task Another_domain_has_those_certificates_issued_anew_that_name_it()
    {
        var declaration = PathOf("pki.json");
        await File.WriteAllTextAsync(
            declaration,
            """{"domain": "a.example", "identities": [{"name": "web", "kind": "server", "names": ["${domain}"]}, {"name": "caller", "kind": "client"}]}""");
        await RunAsync("bootstrap", "--config", declaration);
        using var caller = Certificate("caller");
        var key = await File.ReadAllTextAsync(Path.Combine(Certs, "web.key"));
        using (var web = Certificate("web"))
        {
            Assert.True(web.MatchesHostname("a.example"));
        }

        await RunAsync("bootstrap", "--config", declaration, "--domain", "b.example");
        using (var web = Certificate("web"))
        {
            Assert.True(web.MatchesHostname("b.example"));
            Assert.False(web.MatchesHostname("a.example"));
        }

        // Whoever has encrypted something for it is down now, and could not follow another.
        Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(Certs, "web.key")));

        using (var same = Certificate("caller"))
        {
            Assert.Equal(caller.SerialNumber, same.SerialNumber);
        }

        // Later commands, which are not told, go by the last bootstrap.
        await RunAsync("renew", "web");
        using var renewed = Certificate("web");
        Assert.True(renewed.MatchesHostname("b.example"));

        X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Certs, $"{name}.crt"));
    }

    [Fact]
    public async Task A_declaration_is_remembered_by_later_commands()
    {
        await File.WriteAllTextAsync(PathOf("pki.json"), """
            { "trustDomain": "example.org", "subject": { "O": "Beispiel" }, "identities": [{ "name": "a", "kind": "client", "roles": ["one"] }] }
            """);
        await RunAsync("bootstrap", "--config", PathOf("pki.json"));

        Assert.Equal($"The PKI in {Certs} is complete: nothing to do.\n", await RunAsync("bootstrap"));
        await RunAsync("issue", "guest");

        using var guest = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Certs, "guest.crt"));
        Assert.Equal("CN=guest, O=Beispiel", guest.Subject);
        Assert.Equal(["URI:spiffe://example.org/guest"], SubjectAlternativeNames.Read(guest.Extensions).Select(name => name.ToString()));
        Assert.StartsWith("renewed  a  ", await RunAsync("renew", "a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_roots_key_is_encrypted_where_there_is_a_passphrase_and_needed_only_where_the_root_signs()
    {
        await File.WriteAllTextAsync(PathOf("passphrase"), "correct horse\n");
        await RunAsync("bootstrap", "--passphrase-file", PathOf("passphrase"));

        var key = await File.ReadAllTextAsync(Path.Combine(Certs, "ca.key"));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", key, StringComparison.Ordinal);
        using (var opened = KeyPair.FromPem(key, "correct horse"))
        {
            Assert.Equal(KeyType.EcdsaP256, opened.Type);
        }

        Assert.Equal($"The PKI in {Certs} is complete: nothing to do.\n", await RunAsync("bootstrap"));
        await RunAsync("issue", "guest");
        await RunAsync("revoke", "guest");
        await RefusedAsync("ca.key is encrypted: set MTLSASPIRE_CA_PASSPHRASE, or give --passphrase-file FILE.", "rollover", "root", "--stage", "prepare");
        await File.WriteAllTextAsync(PathOf("wrong"), "incorrect horse\n");
        await RefusedAsync("ca.key does not open with this passphrase: ", "rollover", "root", "--stage", "prepare", "--passphrase-file", PathOf("wrong"));
        await RefusedAsync("ca.key does not open with this passphrase: ", "bootstrap", "--passphrase-file", PathOf("wrong"));
        await RefusedAsync("The passphrase cannot be read from ", "bootstrap", "--passphrase-file", PathOf("none"));
    }

    [Fact]
    public async Task A_plain_root_key_is_encrypted_as_soon_as_there_is_a_passphrase()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(PathOf("passphrase"), "correct horse\n");

        Assert.Matches(@"(?m)^replaced ca\.key .*\(it was not encrypted\)$", await RunAsync("bootstrap", "--passphrase-file", PathOf("passphrase")));

        Assert.StartsWith("-----BEGIN ENCRYPTED", await File.ReadAllTextAsync(Path.Combine(Certs, "ca.key")), StringComparison.Ordinal);
        Assert.Equal($"The PKI in {Certs} is complete: nothing to do.\n", await RunAsync("bootstrap"));
    }

    [Fact]
    public async Task A_wrong_declaration_is_told_line_by_line_and_nothing_is_made()
    {
        await File.WriteAllTextAsync(PathOf("pki.json"), "{\n  \"identities\": [\n    { \"name\": \"a\", \"kind\": \"clint\" },\n    { \"nam\": \"b\", \"kind\": \"client\" }\n  ]\n}\n");

        await RunAsync(ExitCode.Usage, "bootstrap", "--config", PathOf("pki.json"));

        var lines = Errors.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith($"error: {PathOf("pki.json")}:", line, StringComparison.Ordinal));
        Assert.Contains(":3:28: $.identities[0].kind: 'clint' is none of server, client, both: write \"client\"?", lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certs));
    }
}
