using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Configuration;

/// <summary>What a <c>pki.json</c> can declare, and how it is told what is wrong with one.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Everything_that_can_be_declared_is_understood()
    {
        var configuration = Parse("""
            {
              // comments and trailing commas are let pass
              "$schema": "./pki.schema.json",
              "trustDomain": "example.org",
              "subject": { "C": "de", "ST": "Bayern", "L": "München", "O": "Beispiel" },
              "hierarchy": {
                "root": { "commonName": "R", "keyType": "ecdsa-p384", "lifetime": "7300d" },
                "issuing": { "commonName": "I", "keyType": "rsa-3072", "lifetime": "365d", "nameConstraints": { "permitted": ["DNS:example.org", "IP:10.0.0.0/8"], "excluded": ["DNS:secret.example.org"] } }
              },
              "publication": "http://localhost:8480/pki/",
              "revocationListLifetime": "12h",
              "signing": { "allowedNames": ["DNS:*.example.org"], "keyTypes": ["ecdsa-p384"], "kind": "server", "lifetime": "30m" },
              "identities": [
                { "name": "a", "kind": "both", "names": ["a.example.org", "10.1.2.3", "email:a@example.org"], "roles": ["one", "two"], "extraPurposes": ["emailProtection"],
                  "keyType": "rsa-2048", "lifetime": "20d", "subject": { "L": null, "O": "Andere" }, "defect": "wrong-eku", },
              ],
            }
            """);

        Assert.Equal("example.org", configuration.TrustDomain);
        Assert.Equal((KeyType.EcdsaP384, TimeSpan.FromDays(7300)), (configuration.Root.KeyType, configuration.Root.Lifetime));
        Assert.Equal(KeyType.Rsa3072, configuration.Issuing.KeyType);
        Assert.Equal(["DNS:example.org", "IP:10.0.0.0/8"], configuration.Issuing.NameConstraints!.Permitted.Select(subtree => subtree.ToString()));
        Assert.Equal("http://localhost:8480/pki/ocsp", configuration.Publication!.Ocsp);
        Assert.Equal(TimeSpan.FromHours(12), configuration.RevocationListLifetime);
        Assert.Equal([KeyType.EcdsaP384], configuration.Signing.KeyTypes);
        Assert.Equal(TimeSpan.FromMinutes(30), configuration.Signing.Lifetime);
        var identity = Assert.Single(configuration.Identities);
        Assert.Equal("CN=a, OU=one, OU=two, O=Andere, S=Bayern, C=DE", identity.Request.Subject.Name);
        Assert.Equal(["DNS:a.example.org", "IP:10.1.2.3", "email:a@example.org", "URI:spiffe://example.org/a"], identity.Request.AlternativeNames.Select(name => name.ToString()));
        Assert.Equal((KeyType.Rsa2048, IdentityDefect.WrongEku), (identity.KeyType, identity.Defect!.Value));
        Assert.Equal([CertificateProfile.ServerAuthentication, CertificateProfile.ClientAuthentication, CertificateProfile.EmailProtection], identity.Request.Profile.ExtendedKeyUsages);
        Assert.Equal(["one", "two"], SubjectName.RolesOf(identity.Request.Subject));
    }

    [Fact]
    public void An_empty_declaration_is_the_default()
    {
        var configuration = Parse("{}");

        Assert.Equal(["server", "client1", "client2"], configuration.Identities.Select(identity => identity.Name));
        Assert.Equal(PkiConfiguration.Default.Issuing, configuration.Issuing);
    }

    [Theory]
    [InlineData("""{"identites": []}""", "1:2: $.identites: unknown field: write \"identities\"?")]
    [InlineData("""{"colour": 1}""", "1:2: $.colour: unknown field: take it away; there are ")]
    [InlineData("""{"identities": {}}""", "1:16: $.identities: this is an object: write a list, [ … ]")]
    [InlineData("""{"trustDomain": 7}""", "1:17: $.trustDomain: this is a number: write a text in quotation marks")]
    [InlineData("""{"trustDomain": "Example.org"}""", "'Example.org' is no SPIFFE trust domain: write a host name in lower case")]
    [InlineData("""[]""", "1:1: $: this is a list: write an object")]
    [InlineData("""{"domain": "*.example.org"}""", "'*.example.org' is no domain: write a host name, such as mtls.localhost")]
    [InlineData("""{"publication": "https://x"}""", "is not an absolute http address")]
    [InlineData("""{"subject": {"C": "Germany"}}""", "'Germany' is not a country: write two letters")]
    [InlineData("""{"revocationListLifetime": "soon"}""", "'soon' is no duration: write a number and d, h or m, as in 90d, 12h or 30m")]
    [InlineData("""{"hierarchy": {"root": {"lifetime": "10d"}, "issuing": {"lifetime": "20d"}}}""", "1:56: $.hierarchy.issuing: the issuing CA would live 20d, longer than the root (10d): shorten its lifetime")]
    [InlineData("""{"hierarchy": {"root": {"nameConstraints": {}}}}""", "unknown field")]
    [InlineData("""{"hierarchy": {"issuing": {"nameConstraints": {}}}}""", "there is no name space in it")]
    [InlineData("""{"hierarchy": {"issuing": {"nameConstraints": {"permitted": ["example.org"]}}}}""", "'example.org' is no name space: write DNS:example.org")]
    [InlineData("""{"signing": {"allowedNames": ["example.org"]}}""", "'example.org' is no pattern of names")]
    [InlineData("""{"signing": {"keyTypes": ["dsa"]}}""", "'dsa' is none of ecdsa-p256")]
    [InlineData("""{"trustDomain": "a", "trustDomain": "b"}""", "this field is there twice: take one away")]
    public void A_wrong_declaration_is_told_with_place_and_remedy(string json, string error) =>
        Assert.Contains(error, Assert.Single(Errors(json)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"kind": "client"}""", "the identity has no name")]
    [InlineData("""{"name": "a"}""", "the identity has no kind: write \"kind\": \"server\" or \"client\" or \"both\"")]
    [InlineData("""{"name": "A", "kind": "client"}""", "'A' cannot be the name of an identity")]
    [InlineData("""{"name": "issuing-ca-next", "kind": "client"}""", "not the name of a CA")]
    [InlineData("""{"name": "a", "kind": "sever"}""", "$.identities[0].kind: 'sever' is none of server, client, both: write \"server\"?")]
    [InlineData("""{"name": "a", "kind": "server"}""", "a server needs at least one host name or IP address")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["a b"]}""", "'a b' is neither a host name nor an IP address: write a host name, an IP address, a URI or an e-mail address")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["${domain}"]}""", "'${domain}' needs a domain: write one into the field domain, or give --domain")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["IP:localhost"]}""", "'localhost' is not an IP address")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["http:///x"]}""", "is not an absolute URI with a host")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["a@"]}""", "'a@' is not an e-mail address")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["x.example", "DNS:x.example"]}""", "DNS:x.example is there twice")]
    [InlineData("""{"name": "a", "kind": "client", "names": ["spiffe://x/a", "spiffe://x/b"]}""", "a certificate has one URI")]
    [InlineData("""{"name": "a", "kind": "client", "roles": ["a,O=b"]}""", "'a,O=b' is no role")]
    [InlineData("""{"name": "a", "kind": "client", "lifetime": "1827d"}""", "1827d is longer than the issuing CA lives (1826d): shorten it")]
    [InlineData("""{"name": "a", "kind": "client", "notAfter": "31.12.2027"}""", "'31.12.2027' is no date: write 2026-12-31 or 2026-12-31T23:59:59Z")]
    [InlineData("""{"name": "a", "kind": "client", "notAfter": "2027-02-30"}""", "'2027-02-30' is no date")]
    [InlineData("""{"name": "a", "kind": "client", "notAfter": "2026-02-28"}""", "this is over: write a later date, or \"defect\": \"expired\" to rehearse it")]
    [InlineData("""{"name": "a", "kind": "client", "notAfter": "2036-01-01"}""", "this is later than the issuing CA can live")]
    [InlineData("""{"name": "a", "kind": "client", "notBefore": "2026-04-01", "notAfter": "2026-05-01"}""", "this is not before now and notAfter")]
    [InlineData("""{"name": "a", "kind": "client", "lifetime": "2d", "notAfter": "2026-05-01"}""", "write either a lifetime, or notAfter")]
    [InlineData("""{"name": "a", "kind": "client", "defect": "expird"}""", "write \"expired\"?")]
    [InlineData("""{"name": "a", "kind": "client", "defect": "weak-key", "keyType": "rsa-4096"}""", "take keyType away")]
    [InlineData("""{"name": "a", "kind": "client", "keyType": "rsa-1024"}""", "'rsa-1024' is none of ecdsa-p256")]
    [InlineData("""{"name": "a", "kind": "client", "extraPurposes": ["magic"]}""", "'magic' is none of emailProtection")]
    [InlineData("""{"name": "a", "kind": "client"}, {"name": "a", "kind": "client"}""", "there is an identity 'a' already, in line 1")]
    public void A_wrong_identity_is_told_with_place_and_remedy(string identity, string error) =>
        Assert.Contains(error, Assert.Single(Errors($$"""{"identities": [{{identity}}]}""")), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "DNS:localhost DNS:a.example.org DNS:www.a.example.org")]
    [InlineData("b.example.org", "DNS:localhost DNS:b.example.org DNS:www.b.example.org")]
    [InlineData("localhost", "DNS:localhost DNS:www.localhost")]
    public void The_domain_stands_in_the_names_of_identities(string? domain, string names)
    {
        const string Json = """
            {
              "domain": "a.example.org",
              "identities": [{ "name": "a", "kind": "server", "names": ["localhost", "${domain}", "www.${domain}"] }]
            }
            """;

        var configuration = ConfigurationFile.Parse("pki.json", Encoding.UTF8.GetBytes(Json), SetClock.Noon, domain);

        Assert.Equal(domain ?? "a.example.org", configuration.Domain);
        Assert.Equal(
            $"{names} URI:spiffe://mtls.localhost/a",
            string.Join(' ', configuration.Identities.Single().Request.AlternativeNames));
    }

    [Fact]
    public void All_errors_are_told_in_the_order_of_the_text()
    {
        var errors = Errors("""
            {
              "trustDomain": 1,
              "identities": [
                { "name": "ä", "kind": "client" },
                { "name": "b", "kind": "cleint", "lifetime": "x" }
              ],
              "extra": true
            }
            """);

        Assert.Equal(["pki.json:2:18", "pki.json:4:15", "pki.json:5:28", "pki.json:5:50", "pki.json:7:3"], errors.Select(error => error.Split(": ")[0]));
    }

    [Theory]
    [InlineData("", "pki.json:1:1: this is not JSON: ")]
    [InlineData("{", "pki.json:1:2: this is not JSON: ")]
    [InlineData("{\n  \"a\": tru\n}", "pki.json:2:11: this is not JSON: ")]
    [InlineData("{} {}", "pki.json:1:4: this is not JSON: ")]
    public void What_is_not_JSON_is_told_with_its_place(string text, string error)
    {
        var told = Assert.Single(Errors(text));
        Assert.StartsWith(error, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public void A_declaration_that_nests_without_end_is_refused() =>
        Assert.Contains("not JSON", Assert.Single(Errors(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)))), StringComparison.Ordinal);

    [Fact]
    public void A_name_outside_the_name_constraints_is_refused_before_anything_is_issued()
    {
        var error = Assert.Single(Errors("""
            {
              "hierarchy": { "issuing": { "nameConstraints": { "permitted": ["DNS:example.org"] } } },
              "identities": [{ "name": "a", "kind": "server", "names": ["a.example.org", "b.example.com"] }]
            }
            """));

        Assert.Contains("DNS:b.example.com is outside hierarchy.issuing.nameConstraints", error, StringComparison.Ordinal);
    }

    private static PkiConfiguration Parse(string json) => ConfigurationFile.Parse("pki.json", Encoding.UTF8.GetBytes(json), SetClock.Noon);

    private static IReadOnlyList<string> Errors(string json) => Assert.Throws<InvalidConfigurationException>(() => Parse(json)).Errors;
}
