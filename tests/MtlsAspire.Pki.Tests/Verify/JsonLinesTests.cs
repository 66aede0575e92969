using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Verify;

namespace MtlsAspire.Pki.Tests.Verify;

/// <summary><c>verify --jsonl</c>: questions in, answers out.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private readonly CertificateAuthority _root = CertificateAuthority.CreateRoot("Test Root CA");
    private readonly CertificateAuthority _issuing;

    public JsonLinesTests() => _issuing = _root.CreateIssuing("Test Issuing CA");

    [Fact]
    public async Task Questions_are_answered_in_their_order()
    {
        var (answers, errors) = await AskAsync(Client("good"), Client("stranger", question => question["trusted"] = new JsonArray()), Server("localhost"), Server("other.example"));

        Assert.Equal(
            [
                """{"id":"good","accepted":true,"reason":null}""",
                """{"id":"stranger","accepted":false,"reason":"unknown_ca"}""",
                """{"id":"localhost","accepted":true,"reason":null}""",
                """{"id":"other.example","accepted":false,"reason":"name_mismatch"}""",
            ],
            answers);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Refusals_are_explained_where_that_is_asked()
    {
        var (_, errors) = await AskAsync(explains: true, Client("good"), Server("other.example"));

        Assert.StartsWith("line 2: refused: The certificate 'CN=server, O=MtlsAspire' is not for DNS:other.example", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","kind":"BOTH"}""")]
    [InlineData("""{"id":"x","kind":"CLIENT"}""")]
    [InlineData("""{"id":"x","kind":"CLIENT","peer":7}""")]
    [InlineData("""{"id":"x","kind":"CLIENT","peer":"p","trusted":[7]}""")]
    [InlineData("""{"id":"x","kind":"CLIENT","peer":"p","time":"noon"}""")]
    [InlineData("""{"id":"x","kind":"CLIENT","peer":"p","max_depth":-1}""")]
    [InlineData("""{"id":"x","kind":"CLIENT","peer":"p","name":"a","name_kind":"URL"}""")]
    [InlineData("{\"id\":\"x\",\"peer\":\"\\ud800\",\"kind\":\"CLIENT\"}")]
    public async Task A_line_that_makes_no_sense_is_refused_and_the_next_is_answered(string line)
    {
        var (answers, errors) = await AskAsync(line, Client("good").ToJsonString());

        Assert.Equal(2, answers.Count);
        Assert.EndsWith("\"accepted\":false,\"reason\":\"malformed_request\"}", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"accepted\":true", answers[1], StringComparison.Ordinal);
        Assert.StartsWith("line 1: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no PEM", "bad_certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "bad_certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA", "bad_certificate")]
    public async Task What_is_no_certificate_is_refused(string peer, string reason)
    {
        var (answers, _) = await AskAsync(Client("x", question => question["peer"] = peer));

        Assert.Equal($$"""{"id":"x","accepted":false,"reason":"{{reason}}"}""", Assert.Single(answers));
    }

    [Fact]
    public async Task Times_purposes_depths_and_lists_are_heeded()
    {
        using var leaf = _issuing.Issue(LeafRequest.Client("revoked"));
        var entries = new System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder();
        entries.AddEntry(leaf);
        JsonArray lists = [Pem(_root.SignRevocationList(new(), 1, TimeSpan.FromDays(1))), Pem(_issuing.SignRevocationList(entries, 1, TimeSpan.FromDays(1)))];

        var (answers, _) = await AskAsync(
            Client("late", question => question["time"] = "2099-01-01T00:00:00+00:00"),
            Client("early", question => question["time"] = "2001-01-01T00:00:00Z"),
            Client("purpose", question => question["eku"] = "1.3.6.1.5.5.7.3.1"),
            Client("purposes", question => question["eku"] = new JsonArray("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")),
            Client("deep", question => question["max_depth"] = 0),
            Client("deep enough", question => question["max_depth"] = 1),
            Client("listed", question => question["crls"] = lists.DeepClone()),
            Client("revoked", question => (question["crls"], question["peer"]) = (lists.DeepClone(), leaf.ExportCertificatePem())),
            Client("half listed", question => question["crls"] = new JsonArray(lists[0]!.DeepClone())),
            Client("unreadable list", question => question["crls"] = new JsonArray("x")));

        Assert.Equal(
            [
                "late certificate_expired", "early certificate_not_yet_valid", "purpose wrong_purpose", "purposes ", "deep path_too_complex", "deep enough ",
                "listed ", "revoked certificate_revoked", "half listed revocation_unknown", "unreadable list revocation_unknown",
            ],
            answers.Select(answer => JsonNode.Parse(answer)!).Select(answer => $"{answer["id"]} {answer["reason"]}"));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_skipped()
    {
        var lines = new BoundedLines(new MemoryStream(Encoding.UTF8.GetBytes("short\n" + new string('x', 100_000) + "\n\nlast")), longest: 1_000);
        var read = new List<string>();
        while (await lines.ReadAsync(CancellationToken.None) is { } line) read.Add(line.IsTooLong ? "(too long)" : Encoding.UTF8.GetString(line.Content.Span));

        Assert.Equal(["short", "(too long)", "", "last"], read);
    }

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
    }

    private JsonObject Client(string id, Action<JsonObject>? change = null)
    {
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"));
        var question = Question(id, "CLIENT", leaf.ExportCertificatePem());
        question["eku"] = "1.3.6.1.5.5.7.3.2";
        change?.Invoke(question);
        return question;
    }

    private JsonObject Server(string name)
    {
        using var leaf = _issuing.Issue(LeafRequest.Server("server", "localhost"));
        var question = Question(name, "SERVER", leaf.ExportCertificatePem());
        (question["name"], question["name_kind"]) = (name, "DNS");
        return question;
    }

    private JsonObject Question(string id, string kind, string peer) => new()
    {
        ["id"] = id,
        ["kind"] = kind,
        ["trusted"] = new JsonArray(_root.Certificate.ExportCertificatePem()),
        ["intermediates"] = new JsonArray(_issuing.Certificate.ExportCertificatePem()),
        ["peer"] = peer,
        ["time"] = null,
        ["crls"] = new JsonArray(),
    };

    private static string Pem(byte[] list) => System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", list);

    private static Task<(IReadOnlyList<string> Answers, IReadOnlyList<string> Errors)> AskAsync(params JsonObject[] questions) =>
        AskAsync(explains: false, questions);

    private static Task<(IReadOnlyList<string> Answers, IReadOnlyList<string> Errors)> AskAsync(bool explains, params JsonObject[] questions) =>
        AskAsync(explains, [.. questions.Select(question => question.ToJsonString())]);

    private static Task<(IReadOnlyList<string> Answers, IReadOnlyList<string> Errors)> AskAsync(params string[] lines) => AskAsync(explains: false, lines);

    private static async Task<(IReadOnlyList<string> Answers, IReadOnlyList<string> Errors)> AskAsync(bool explains, string[] lines)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        using var output = new StringWriter();
        using var error = new StringWriter();
        await new JsonLines(input, output, error, explains).RunAsync(CancellationToken.None);
        foreach (var answer in Lines(output)) JsonDocument.Parse(answer).Dispose();
        return (Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
