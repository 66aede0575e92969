using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>The commands, in one process, on a directory of their own.</summary>
public sealed class LifecycleCommandTests : IDisposable
{
    private static readonly (string Message, string[] Arguments)[] BadInput =
    [
        ("'../evil' cannot be the name of an identity", ["issue", "../evil"]),
        ("client1.crt is there already: renew it", ["issue", "client1"]),
        ("guest is a server, which needs at least one host name", ["issue", "guest", "--kind", "server"]),
        ("is longer than the issuing CA lives", ["issue", "guest", "--lifetime", "3000d"]),
        ("is not there, and nobody is not declared", ["renew", "nobody"]),
        ("cannot be the name of an identity", ["renew", "../ca"]),
        ("knows neither a name nor a serial number", ["revoke", "nobody"]),
        ("cannot be read", ["sign", "/nowhere/csr"]),
        ("This is no sound signing request", ["sign", "{certs}/client1.crt"]),
        ("it asks for DNS:localhost, which the policy does not allow", ["sign", "{certs}/server.csr"]),
        ("nobody.crt is not there", ["export", "nobody", "--format", "pem", "--out", "{certs}/x"]),
        ("cannot be written", ["export", "client1", "--format", "pem", "--out", "/nowhere/x"]),
        ("is neither a file that is there nor host:port", ["inspect", "nothing"]),
        ("holds no certificate", ["inspect", "{certs}/ledger/ledger.db"]),
        ("There is no next ca", ["rollover", "root", "--stage", "activate"]),
        ("cannot be read", ["issue", "--from", "/nowhere/names"]),
        ("names:2: 'Not A Name' cannot be the name of an identity", ["issue", "--from", "{certs}/../names"]),
        ("cannot be read", ["list", "--config", "/nowhere/pki.json"]),
    ];

    private readonly TemporaryDirectory _temporary = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Certs => _temporary.Combine("certs");

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Another_domain_has_those_certificates_issued_anew_that_name_it()
    {
        var declaration = _temporary.Combine("pki.json");
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
        Assert.Empty(_error.ToString());
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
    public async Task A_declaration_is_remembered_by_later_commands()
    {
        await File.WriteAllTextAsync(_temporary.Combine("pki.json"), """
            { "trustDomain": "example.org", "subject": { "O": "Beispiel" }, "identities": [{ "name": "a", "kind": "client", "roles": ["one"] }] }
            """);
        await RunAsync("bootstrap", "--config", _temporary.Combine("pki.json"));

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
        await File.WriteAllTextAsync(_temporary.Combine("passphrase"), "correct horse\n");
        await RunAsync("bootstrap", "--passphrase-file", _temporary.Combine("passphrase"));

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
        await File.WriteAllTextAsync(_temporary.Combine("wrong"), "incorrect horse\n");
        await RefusedAsync("ca.key does not open with this passphrase: ", "rollover", "root", "--stage", "prepare", "--passphrase-file", _temporary.Combine("wrong"));
        await RefusedAsync("ca.key does not open with this passphrase: ", "bootstrap", "--passphrase-file", _temporary.Combine("wrong"));
        await RefusedAsync("The passphrase cannot be read from ", "bootstrap", "--passphrase-file", _temporary.Combine("none"));
    }

    [Fact]
    public async Task A_plain_root_key_is_encrypted_as_soon_as_there_is_a_passphrase()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(_temporary.Combine("passphrase"), "correct horse\n");

        Assert.Matches(@"(?m)^replaced ca\.key .*\(it was not encrypted\)$", await RunAsync("bootstrap", "--passphrase-file", _temporary.Combine("passphrase")));

        Assert.StartsWith("-----BEGIN ENCRYPTED", await File.ReadAllTextAsync(Path.Combine(Certs, "ca.key")), StringComparison.Ordinal);
        Assert.Equal($"The PKI in {Certs} is complete: nothing to do.\n", await RunAsync("bootstrap"));
    }

    [Fact]
    public async Task A_list_of_names_is_issued_and_taken_up_again_where_it_stopped()
    {
        await RunAsync("bootstrap");
        await File.WriteAllLinesAsync(_temporary.Combine("names"), ["# a comment", "", .. Enumerable.Range(0, 250).Select(i => $"bulk-{i}"), "bulk-7"]);
        await RunAsync("issue", "bulk-3");

        Assert.StartsWith("issued 249, 1 were there already (", await RunAsync("issue", "--from", _temporary.Combine("names")), StringComparison.Ordinal);

        Assert.EndsWith(" is in order.\n", await RunAsync("doctor"), StringComparison.Ordinal);
        PkiAssert.LedgerKnowsEveryCertificate(Certs);
        using var loaded = X509Certificate2.CreateFromPemFile(Path.Combine(Certs, "bulk-249.crt"), Path.Combine(Certs, "bulk-249.key"));
        Assert.Equal("CN=bulk-249, O=MtlsAspire", loaded.Subject);
    }

    [Fact]
    public async Task Exports_hold_what_they_should_and_are_private()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(_temporary.Combine("password"), "secret\n");

        foreach (var format in new[] { "pem", "pfx", "bundle", "kubernetes" })
        {
            await RunAsync("export", "client1", "--format", format, "--out", _temporary.Combine(format), "--password-file", _temporary.Combine("password"));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(format != "bundle", File.GetUnixFileMode(_temporary.Combine(format)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            }
        }

        using var pem = X509Certificate2.CreateFromPemFile(_temporary.Combine("pem"));
        Assert.True(pem.HasPrivateKey);
        var pfx = X509CertificateLoader.LoadPkcs12CollectionFromFile(_temporary.Combine("pfx"), "secret");
        Assert.Equal(2, pfx.Count);
        Assert.ThrowsAny<CryptographicException>(() => X509CertificateLoader.LoadPkcs12CollectionFromFile(_temporary.Combine("pfx"), "wrong"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Certs, "ca.crt")), await File.ReadAllTextAsync(_temporary.Combine("bundle")));
        var secret = await File.ReadAllLinesAsync(_temporary.Combine("kubernetes"));
        Assert.Equal(["data:", "  tls.crt", "  tls.key", "  ca.crt"], secret.SkipWhile(line => line != "data:").Select(line => line.Split(": ")[0]).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task A_foreign_request_is_signed_to_standard_output_or_into_a_file()
    {
        await RunAsync("bootstrap");
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(
            _temporary.Combine("csr"), new CertificateRequest("CN=guest", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem());

        var printed = new X509Certificate2Collection();
        printed.ImportFromPem(await RunAsync("sign", _temporary.Combine("csr")));
        Assert.Equal(["CN=guest, O=MtlsAspire", "CN=MtlsAspire Issuing CA, O=MtlsAspire"], printed.Select(certificate => certificate.Subject));

        Assert.StartsWith("signed   guest ", await RunAsync("sign", _temporary.Combine("csr"), "--out", _temporary.Combine("crt")), StringComparison.Ordinal);
        Assert.True(File.Exists(_temporary.Combine("crt")));
    }

    [Fact]
    public async Task Bad_input_is_told_in_one_line_and_changes_nothing()
    {
        await RunAsync("bootstrap");
        await File.WriteAllTextAsync(_temporary.Combine("names"), "good\nNot A Name\n");

        foreach (var (message, arguments) in BadInput)
        {
            await RefusedAsync(message, [.. arguments.Select(argument => argument.Replace("{certs}", Certs, StringComparison.Ordinal))]);
        }
    }

    [Theory]
    [InlineData("issue", "give either a NAME or --from FILE")]
    [InlineData("issue a --from b", "give either a NAME or --from FILE")]
    [InlineData("issue a --san a_b", "--san: 'a_b' is neither a host name nor an IP address")]
    [InlineData("issue a --lifetime long", "--lifetime: 'long' is no duration")]
    [InlineData("issue a --key-type dsa", "dsa")]
    [InlineData("renew a --new-key --same-key", "--new-key and --same-key exclude each other")]
    [InlineData("revoke a --reason spite", "--reason: 'spite' is none of unspecified, keyCompromise")]
    [InlineData("revoke", "Required argument missing")]
    [InlineData("rollover root", "--stage")]
    [InlineData("export a --format zip --out b", "zip")]
    [InlineData("inspect a --cert b", "--cert and --key go together")]
    public async Task Wrong_usage_is_told_in_one_line(string arguments, string message)
    {
        await RunRawAsync(ExitCode.Usage, arguments.Split(' '));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Certs));
    }

    [Fact]
    public async Task A_wrong_declaration_is_told_line_by_line_and_nothing_is_made()
    {
        await File.WriteAllTextAsync(_temporary.Combine("pki.json"), "{\n  \"identities\": [\n    { \"name\": \"a\", \"kind\": \"clint\" },\n    { \"nam\": \"b\", \"kind\": \"client\" }\n  ]\n}\n");

        await RunAsync(ExitCode.Usage, "bootstrap", "--config", _temporary.Combine("pki.json"));

        var lines = _error.ToString().TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith($"error: {_temporary.Combine("pki.json")}:", line, StringComparison.Ordinal));
        Assert.Contains(":3:28: $.identities[0].kind: 'clint' is none of server, client, both: write \"client\"?", lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certs));
    }

    [Fact]
    public async Task Commands_on_a_directory_without_a_PKI_say_what_to_do_and_make_nothing()
    {
        await RunAsync(ExitCode.Failure, "list");
        Assert.EndsWith("run bootstrap first, or give the right one by --certs.\n", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certs));

        Directory.CreateDirectory(Certs);
        await RunAsync(ExitCode.Failure, "revoke", "client1");
        Assert.Contains("There is no PKI in ", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Certs), entry => !entry.EndsWith(".lock", StringComparison.Ordinal));
    }

    private async Task RefusedAsync(string message, params string[] arguments)
    {
        _error.GetStringBuilder().Clear();
        var before = PkiAssert.Contents(Certs);

        Assert.Empty(await RunAsync(ExitCode.Failure, arguments));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, PkiAssert.Contents(Certs));
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await RunAsync([.. arguments, "--json"])).RootElement;

    private Task<string> RunAsync(params string[] arguments) => RunAsync(ExitCode.Success, arguments);

    private Task<string> RunAsync(int exitCode, params string[] arguments) => RunRawAsync(exitCode, [.. arguments, "--certs", Certs]);

    private async Task<string> RunRawAsync(int exitCode, params string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        var actual = await PkiCommandLine.RunAsync(arguments, _output, _error);
        Assert.True(exitCode == actual, $"{string.Join(' ', arguments)}: {actual} {_output} {_error}");
        return _output.ToString();
    }
}
