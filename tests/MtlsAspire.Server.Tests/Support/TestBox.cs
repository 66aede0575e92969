using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;
using Npgsql;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>A box in this process, over real sockets, with data and policy of its own.</summary>
public sealed class TestBox : IAsyncDisposable
{
    private const string Database = "--Box:Database=";

    private readonly TestPki _pki;
    private readonly string[] _settings;

    private TestBox(TestPki pki, string[] settings, string directory, TestServer server)
    {
        _pki = pki;
        _settings = settings;
        Directory = directory;
        Server = server;
    }

    public TestServer Server { get; private set; }

    /// <summary>Where its data and its policy are.</summary>
    public string Directory { get; }

    public string PolicyPath => Path.Combine(Directory, "policy.json");

    public static async Task<TestBox> StartAsync(TestPki pki, TemporaryDirectory directory, string name, string serves, string? locks = null, params string[] more)
    {
        var settings = await PrepareAsync(pki, directory, name, serves, locks, more);
        return new TestBox(pki, settings, directory.Combine(name), await TestServer.StartAsync(settings, ServerApplication.Create));
    }

    /// <summary>Makes certificate, policy and directory of a box.</summary>
    /// <returns>Its settings.</returns>
    public static async Task<string[]> PrepareAsync(TestPki pki, TemporaryDirectory directory, string name, string serves, string? locks = null, params string[] more)
    {
        var own = directory.Combine(name);
        System.IO.Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Combine(own, "policy.json"), Policy(locks ?? LockJson.Everybody));
        using var leaf = IssueBox(pki, name);
        return
        [
            .. pki.Write(leaf),
            $"--Box:Name={name}",
            $"--Box:Serves={serves}",
            $"--Box:Data={Path.Combine(own, "data")}",
            $"--Box:Policy={Path.Combine(own, "policy.json")}",
            .. more,
        ];
    }

    /// <summary>The setting that gives a box a database of its own.</summary>
    public static async Task<string[]> DatabaseAsync(PostgresServer? postgres) =>
        postgres is null ? [] : [Database + await postgres.CreateDatabaseAsync()];

    /// <summary>The certificate of a box: server and client, as the PKI issues it.</summary>
    public static X509Certificate2 IssueBox(TestPki pki, string name) => pki.Issuing.Issue(RequestOf(name));

    /// <summary>The same for a key that exists already, without the private one.</summary>
    public static X509Certificate2 IssueBox(TestPki pki, string name, PublicKey key) => pki.Issuing.Issue(RequestOf(name), key);

    /// <summary>A client's certificate with a role, as the PKI issues it.</summary>
    public static X509Certificate2 IssueRole(TestPki pki, string name, string? role = null)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        if (role is not null) subject.AddOrganizationalUnitName(role);
        subject.AddOrganizationName("MtlsAspire");
        return pki.Issuing.Issue(LeafRequest.Client(name) with { Subject = subject.Build() });
    }

    public static string Policy(string locks) => $$"""{ "Box": { "Locks": {{locks}} } }""";

    /// <summary>Ends the box and starts it again with the same data.</summary>
    public async Task RestartAsync(Action? meanwhile = null, params string[] more)
    {
        await Server.DisposeAsync();
        meanwhile?.Invoke();
        Server = await TestServer.StartAsync([.. _settings, .. more], ServerApplication.Create);
    }

    /// <summary>Starts a second process, as it were, of the same box.</summary>
    public async Task<TestBox> StartAnotherAsync() => new(_pki, _settings, Directory, await TestServer.StartAsync(_settings, ServerApplication.Create));

    /// <summary>Opens the box's database as somebody would who has got hold of it. There it has a function <c>zeros(bytes)</c>.</summary>
    public async Task<DbConnection> OpenDatabaseAsync()
    {
        var postgres = Array.Find(_settings, setting => setting.StartsWith(Database, StringComparison.Ordinal));
        DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(Directory, "data", "box.db")};Pooling=false")
            : new NpgsqlConnection($"{postgres[Database.Length..]};Pooling=false");
        await connection.OpenAsync();
        if (connection is SqliteConnection sqlite) sqlite.CreateFunction("zeros", (byte[] bytes) => new byte[bytes.Length]);
        return connection;
    }

    public HttpClient Client(X509Certificate2? leaf, Version? version = null) => _pki.CreateClient(Server.Https, leaf, version: version);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static LeafRequest RequestOf(string name) =>
        LeafRequest.Server(name, "localhost", "127.0.0.1", "::1") with { Profile = CertificateProfile.ServerAndClient };
}
