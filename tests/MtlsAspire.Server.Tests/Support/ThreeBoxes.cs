using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>The boxes of the AppHost with their policies: storage, processing, archive. One item is in, one run is made and forwarded.</summary>
public partial class ThreeBoxes : IAsyncLifetime, IDisposable
{
    public const string SeedText = "To be, or not to be, that is the question.";

    private readonly TestPki _foreign = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, TestBox> _boxes = [];
    private readonly X509Certificate2 _revoked;
    private readonly PostgresServer? _postgres;

    public ThreeBoxes()
        : this(postgres: null)
    {
    }

    /// <summary>The same, with databases on a server; SQLite if there is none.</summary>
    protected ThreeBoxes(PostgresServer? postgres)
    {
        _postgres = postgres;
        _revoked = TestBox.IssueRole(Pki, "revoked", "depositor");
        Pki.Revoke(_revoked);
    }

    public TestPki Pki { get; } = new();

    /// <summary>The run that was made.</summary>
    public string Run { get; private set; } = "";

    public TestBox this[string name] => _boxes[name];

    public async Task InitializeAsync()
    {
        _boxes["storage"] = await TestBox.StartAsync(Pki, _directory, "storage", "items", PolicyOf("storage"), await TestBox.DatabaseAsync(_postgres));
        _boxes["archive"] = await TestBox.StartAsync(Pki, _directory, "archive", "results", PolicyOf("archive"), ["--Box:Signers=spiffe://mtls.localhost/processing", .. await TestBox.DatabaseAsync(_postgres)]);
        _boxes["processing"] = await TestBox.StartAsync(
            Pki, _directory, "processing", "runs", PolicyOf("processing"),
            [
                "--Box:Source=storage", "--Box:Next=archive",
                $"--services:storage:https:0={this["storage"].Server.Https}", $"--services:archive:https:0={this["archive"].Server.Https}",
                .. await TestBox.DatabaseAsync(_postgres),
            ]);

        using var depositor = Client("storage", "depositor");
        (await depositor.PutAsync("/items/seed", System.Text.Encoding.UTF8.GetBytes(SeedText), "text/plain; charset=utf-8")).EnsureSuccessStatusCode();
        Run = (string)(await RunAsync("seed", "upper-case"))["id"]!;
        using var reader = Client("archive", "analyst");
        await Eventually.BecomesAsync(async () => (await reader.SendAsync(HttpMethod.Get, $"/results/{Run}")).IsSuccessStatusCode, "the forwarded result");
    }

    public async Task DisposeAsync()
    {
        foreach (var box in _boxes.Values) await box.DisposeAsync();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _revoked.Dispose();
        _directory.Dispose();
        _foreign.Dispose();
        Pki.Dispose();
    }

    public HttpClient Client(string box, string identity)
    {
        var leaf = Identity(identity);
        return this[box].Client(leaf);
    }

    /// <summary>A certificate by what is special about it; none for "nobody".</summary>
    public X509Certificate2? Identity(string name) => name switch
    {
        "depositor" or "analyst" or "operator" => TestBox.IssueRole(Pki, name, name),
        "roleless" => TestBox.IssueRole(Pki, name),
        "storage" or "processing" or "archive" => TestBox.IssueBox(Pki, name),
        "expired" => Pki.Issuing.Issue(LeafRequest.Client("expired") with { Validity = TestPki.Expired }),
        "revoked" => new X509Certificate2(_revoked),
        "foreign" => TestBox.IssueRole(_foreign, "depositor", "depositor"),
        _ => null,
    };

    /// <summary>Makes a run as the analyst, and returns what the box tells of it.</summary>
    public async Task<JsonObject> RunAsync(string item, string transformation, object? parameters = null, string? recipient = null)
    {
        using var analyst = Client("processing", "analyst");
        using var response = await analyst.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item, transformation, parameters, recipient });
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<JsonObject>())!
            : throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Does an operation in the way that is right for somebody who may.</summary>
    public Task<HttpResponseMessage> DoAsync(HttpClient client, string operation) => operation switch
    {
        "items.list" => client.SendAsync(HttpMethod.Get, "/items"),
        "items.write" => client.PutAsync("/items/matrix", [1, 2, 3]),
        "items.read" => client.SendAsync(HttpMethod.Get, "/items/seed"),
        "items.delete" => client.SendAsync(HttpMethod.Delete, "/items/matrix"),
        "runs.create" => client.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = "seed", transformation = "word-count" }),
        "runs.read" => client.SendAsync(HttpMethod.Get, $"/runs/{Run}"),
        "results.accept" => client.SendAsync(HttpMethod.Post, "/results", new ByteArrayContent([1, 2, 3])),
        "results.list" => client.SendAsync(HttpMethod.Get, "/results"),
        "results.read" => client.SendAsync(HttpMethod.Get, $"/results/{Run}"),
        _ => throw new ArgumentException($"{operation} is not done here yet.", nameof(operation)),
    };

    // The locks out of a policy of the AppHost, which lies beside the tests.
    private static string PolicyOf(string box)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policies", $"{box}.json"));
        return JsonNode.Parse(Comment().Replace(text, ""))!["Box"]!["Locks"]!.ToJsonString();
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
