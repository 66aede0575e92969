using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAspire.Pki.Tests.Ocsp;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>What no honest client sends: the status is right, one line says why, and nothing has changed in the ledger or on disk.</summary>
public sealed class HostileBodyTests(RunningPkiService service) : IClassFixture<RunningPkiService>
{
    private const string Pkcs10 = "application/pkcs10";
    private const string Json = "application/json";
    private const string OcspRequest = "application/ocsp-request";

    public static TheoryData<string, string, byte[], HttpStatusCode, string> Enrolments => new()
    {
        { "nothing", Pkcs10, [], HttpStatusCode.BadRequest, "body is empty" },
        { "another type", Json, Csr.Base64("CN=web"), HttpStatusCode.UnsupportedMediaType, "application/pkcs10" },
        { "PEM", Pkcs10, Encoding.ASCII.GetBytes(Pem()), HttpStatusCode.BadRequest, "base64 without the BEGIN and END lines" },
        { "DER", Pkcs10, Csr.Der("CN=web"), HttpStatusCode.BadRequest, "not base64" },
        { "no base64", Pkcs10, "%%%%"u8.ToArray(), HttpStatusCode.BadRequest, "not base64" },
        { "base64 of garbage", Pkcs10, Csr.Encode(RandomNumberGenerator.GetBytes(300)), HttpStatusCode.BadRequest, "PKCS#10" },
        { "an endless nesting", Pkcs10, Csr.Encode([.. Enumerable.Repeat((byte)0x30, 20000)]), HttpStatusCode.BadRequest, "PKCS#10" },
        { "a cut request", Pkcs10, Csr.Encode(Csr.Der("CN=web")[..^10]), HttpStatusCode.BadRequest, "PKCS#10" },
        { "something after the request", Pkcs10, Csr.Encode([.. Csr.Der("CN=web"), 5, 0]), HttpStatusCode.BadRequest, "PKCS#10" },
        { "another's signature", Pkcs10, Csr.Encode(Forged()), HttpStatusCode.BadRequest, "possession" },
        { "a weak key", Pkcs10, Csr.Encode(Weak()), HttpStatusCode.BadRequest, "key" },
        { "a key on a strange curve", Pkcs10, Csr.Encode(Strange()), HttpStatusCode.BadRequest, "key" },
        { "33 KiB", Pkcs10, Csr.Encode(new byte[33 * 1024]), HttpStatusCode.RequestEntityTooLarge, "at most 32768 octets" },
        { "1 MiB", Pkcs10, new byte[1 << 20], HttpStatusCode.RequestEntityTooLarge, "at most" },
        { "a CA", Pkcs10, Csr.Base64("CN=web", new X509BasicConstraintsExtension(true, false, 0, true)), HttpStatusCode.BadRequest, "CA certificate" },
        { "a CA by its key usage", Pkcs10, Csr.Base64("CN=web", new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)), HttpStatusCode.BadRequest, "CA certificate" },
        { "another name", Pkcs10, Csr.Base64("CN=client1"), HttpStatusCode.Forbidden, "CN=client1" },
        { "a role", Pkcs10, Csr.Base64("CN=web, OU=operator"), HttpStatusCode.Forbidden, "OU=operator" },
        { "another host", Pkcs10, Csr.Base64("CN=web", San("bank.example.org")), HttpStatusCode.Forbidden, "DNS:bank.example.org" },
        { "a wildcard", Pkcs10, Csr.Base64("CN=web", San("*.example.org")), HttpStatusCode.Forbidden, "DNS:*.example.org" },
        { "a damaged subjectAltName", Pkcs10, Csr.Base64("CN=web", new X509Extension("2.5.29.17", [0x30, 0x05, 0x82, 0x10, 1, 2, 3], false)), HttpStatusCode.BadRequest, "PKCS#10" },
    };

    public static TheoryData<string, string, string, HttpStatusCode, string> Operations => new()
    {
        { "/operator/identities", Json, "", HttpStatusCode.BadRequest, "JSON" },
        { "/operator/identities", Json, "null", HttpStatusCode.BadRequest, "" },
        { "/operator/identities", Json, "{", HttpStatusCode.BadRequest, "not well-formed" },
        { "/operator/identities", Json, "[]", HttpStatusCode.BadRequest, "wrong type" },
        { "/operator/identities", Json, "{}", HttpStatusCode.BadRequest, "name" },
        { "/operator/identities", Json, """{"name":5}""", HttpStatusCode.BadRequest, "$.name" },
        { "/operator/identities", Json, """{"name":"a","colour":"red"}""", HttpStatusCode.BadRequest, "unknown field" },
        { "/operator/identities", Json, """{"name":"../../etc/passwd"}""", HttpStatusCode.BadRequest, "cannot be the name" },
        { "/operator/identities", Json, """{"name":"ca"}""", HttpStatusCode.BadRequest, "cannot be the name" },
        { "/operator/identities", Json, """{"name":"a","hosts":["not a host"]}""", HttpStatusCode.BadRequest, "neither a host name nor an IP address" },
        { "/operator/identities", Json, """{"name":"a","kind":"ca"}""", HttpStatusCode.BadRequest, "client, server or both" },
        { "/operator/identities", Json, """{"name":"web","hosts":["bank.example.org"]}""", HttpStatusCode.BadRequest, "declared" },
        { "/operator/identities", "text/plain", """{"name":"a"}""", HttpStatusCode.UnsupportedMediaType, "JSON" },
        { "/operator/identities/nobody/renew", Json, "{}", HttpStatusCode.UnprocessableEntity, "nobody" },
        { "/operator/identities/client1/renew", Json, """{"key":"borrowed"}""", HttpStatusCode.BadRequest, "new or same" },
        { "/operator/revocations", Json, """{"certificate":"nobody"}""", HttpStatusCode.UnprocessableEntity, "nobody" },
        { "/operator/revocations", Json, """{"certificate":"client1","reason":"mood"}""", HttpStatusCode.BadRequest, "keyCompromise" },
        { "/operator/revocations", Json, """{"certificate":"client1","reason":"1"}""", HttpStatusCode.BadRequest, "keyCompromise" },
        { "/operator/enrolment-tokens", Json, """{"identity":"a","minutes":0}""", HttpStatusCode.BadRequest, "1 to 10080" },
        { "/operator/enrolment-tokens", Json, """{"identity":"Not A Name"}""", HttpStatusCode.BadRequest, "cannot be the name" },
        { "/operator/rollover", Json, """{"authority":"leaf","stage":"prepare"}""", HttpStatusCode.BadRequest, "issuing or root" },
        { "/operator/rollover", Json, """{"authority":"root","stage":"begin"}""", HttpStatusCode.BadRequest, "prepare, activate or retire" },
        { "/operator/rollover", Json, """{"authority":"issuing","stage":"retire"}""", HttpStatusCode.UnprocessableEntity, "" },
        { "/operator/nothing", Json, "{}", HttpStatusCode.NotFound, "nothing at /operator/nothing" },
    };

    [Theory]
    [MemberData(nameof(Enrolments))]
    public async Task EST_refuses_and_the_token_stays_good(string what, string type, byte[] body, HttpStatusCode status, string reason)
    {
        var token = service.Token("web");
        var before = service.Snapshot();

        using var answer = await RunningPkiService.PostAsync(
            service.Client(), new Uri(service.Https, "/.well-known/est/simpleenroll"), body, type, Csr.Basic("web", token));

        await IsProblemAsync(answer, status, reason, what);
        Assert.Equal(before, service.Snapshot());
    }

    [Theory]
    [InlineData(null, "token_missing")]
    [InlineData("Bearer abc", "token_missing")]
    [InlineData("Basic", "token_missing")]
    [InlineData("Basic %%%", "token_missing")]
    [InlineData("Basic d2Vi", "token_missing")]
    [InlineData("Basic d2ViOg==", "token_unknown")]
    [InlineData("Basic d2ViOndyb25n", "token_unknown")]
    public async Task EST_without_a_good_token_asks_for_one(string? authorization, string reason)
    {
        var before = service.Snapshot();

        using var answer = await RunningPkiService.PostAsync(
            service.Client(), new Uri(service.Https, "/.well-known/est/simpleenroll"), Csr.Base64("CN=web"), Pkcs10, authorization);

        await IsProblemAsync(answer, HttpStatusCode.Unauthorized, reason, authorization ?? "none");
        Assert.StartsWith("Basic", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, service.Snapshot());
    }

    [Fact]
    public async Task A_token_is_for_its_identity_only()
    {
        using var answer = await RunningPkiService.PostAsync(
            service.Client(), new Uri(service.Https, "/.well-known/est/simpleenroll"), Csr.Base64("CN=client1"), Pkcs10, Csr.Basic("client1", service.Token("web")));

        await IsProblemAsync(answer, HttpStatusCode.Unauthorized, "token_unknown", "client1");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_operators_API_refuses(string path, string type, string body, HttpStatusCode status, string reason)
    {
        var before = service.Snapshot();

        using var answer = await RunningPkiService.PostAsync(
            service.Client("operator"), new Uri(service.Https, path), Encoding.UTF8.GetBytes(body), type);

        await IsProblemAsync(answer, status, reason, body);
        Assert.Equal(before, service.Snapshot());
    }

    [Fact]
    public async Task The_operators_API_refuses_a_body_of_1_MiB_and_JSON_that_is_nested_a_thousand_times()
    {
        var before = service.Snapshot();
        var client = service.Client("operator");
        var uri = new Uri(service.Https, "/operator/identities");

        using var huge = await RunningPkiService.PostAsync(client, uri, Encoding.ASCII.GetBytes($$"""{"name":"{{new string('a', 1 << 20)}}"}"""), Json);
        await IsProblemAsync(huge, HttpStatusCode.RequestEntityTooLarge, "too large", "1 MiB");
        using var deep = await RunningPkiService.PostAsync(client, uri, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"name\":", 1000))), Json);
        await IsProblemAsync(deep, HttpStatusCode.BadRequest, "", "deep");

        Assert.Equal(before, service.Snapshot());
    }

    [Fact]
    public async Task OCSP_answers_garbage_in_its_own_protocol_and_refuses_what_is_too_large_or_of_another_type()
    {
        using var client = new HttpClient();
        var uri = new Uri(service.Http, "/ocsp");
        var before = service.Snapshot();
        byte[][] garbage = [[], [0x30], RandomNumberGenerator.GetBytes(1000), [.. Enumerable.Repeat((byte)0x30, 16000)]];
        foreach (var body in garbage)
        {
            using var answer = await RunningPkiService.PostAsync(client, uri, body, OcspRequest);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("30030A0101", Convert.ToHexString(await answer.Content.ReadAsByteArrayAsync()));
        }

        using var large = await RunningPkiService.PostAsync(client, uri, new byte[17 * 1024], OcspRequest);
        await IsProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "at most 16384 octets", "17 KiB");
        using var huge = await RunningPkiService.PostAsync(client, uri, new byte[1 << 20], OcspRequest);
        await IsProblemAsync(huge, HttpStatusCode.RequestEntityTooLarge, "at most", "1 MiB");
        using var type = await RunningPkiService.PostAsync(client, uri, [1], Json);
        await IsProblemAsync(type, HttpStatusCode.UnsupportedMediaType, OcspRequest, "JSON");
        foreach (var path in new[] { "", "%%%", "AAAA", "%2F%2F%2F", new string('A', 4000) })
        {
            using var answer = await client.GetAsync(new Uri($"{uri}/{path}"));
            Assert.True("30030A0101" == Convert.ToHexString(await answer.Content.ReadAsByteArrayAsync()), $"{path}: {answer}");
        }

        Assert.Equal(before, service.Snapshot());
    }

    [Theory]
    [InlineData("/crl/nobody.crl")]
    [InlineData("/crl/..%2Fclient1.crl")]
    [InlineData("/crl/ca.key")]
    [InlineData("/aia/client1.crt")]
    [InlineData("/aia/..%2Fca.key")]
    [InlineData("/aia/client1.p7c")]
    public async Task Nothing_but_CA_certificates_and_lists_is_published(string path)
    {
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(service.Http.GetLeftPart(UriPartial.Authority) + path));

        await IsProblemAsync(answer, HttpStatusCode.NotFound, "", path);
    }

    [Fact]
    public async Task Half_a_request_does_not_keep_others_waiting()
    {
        var sockets = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            var socket = new TcpClient();
            await socket.ConnectAsync(service.Http.Host, service.Http.Port);
            await socket.GetStream().WriteAsync("POST /ocsp HTTP/1.1\r\nHost: a\r\nContent-Type: application/ocsp-request\r\nContent-Length: 1000\r\n\r\n0"u8.ToArray());
            sockets.Add(socket);
        }

        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var issuer = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(service.Certs, "issuing-ca.crt"));
        using var answer = await RunningPkiService.PostAsync(client, new Uri(service.Http, "/ocsp"), OcspMessages.Request(issuer, "01"), OcspRequest);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        sockets.ForEach(socket => socket.Dispose());
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string reason, string what)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{what}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(text.Contains(reason, StringComparison.OrdinalIgnoreCase), $"{what}: {text}");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        if (JsonDocument.Parse(text).RootElement.TryGetProperty("detail", out var detail))
        {
            Assert.DoesNotContain('\n', detail.GetString()!);
        }
    }

    private static string Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    private static byte[] Forged()
    {
        var der = Csr.Der("CN=web");
        der[^1] ^= 1;
        return der;
    }

    private static byte[] Weak()
    {
        using var key = RSA.Create(1024);
        return new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
    }

    private static byte[] Strange()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        return new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    private static X509Extension San(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        return names.Build();
    }
}
