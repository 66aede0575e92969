using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>What tests of one box that keeps items have in common: the box, and a depositor who may do everything.</summary>
/// <param name="postgres">The server with the box's database; SQLite if there is none.</param>
/// <param name="limit">The greatest size of an item in bytes.</param>
public abstract class StorageBoxTests(PostgresServer? postgres, int limit) : IAsyncLifetime, IDisposable
{
    protected PostgresServer? Postgres { get; } = postgres;

    protected TestPki Pki { get; } = new();

    protected TemporaryDirectory Folder { get; } = new();

    protected X509Certificate2 Leaf { get; private set; } = null!;

    protected TestBox Box { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Leaf = TestBox.IssueRole(Pki, "client1", "depositor");
        Box = await TestBox.StartAsync(
            Pki, Folder, "storage", "items", locks: null, [$"--Box:MaxItemBytes={limit}", .. await TestBox.DatabaseAsync(Postgres)]);
        Client = Box.Client(Leaf);
    }

    public virtual async Task DisposeAsync()
    {
        Client.Dispose();
        await Box.DisposeAsync();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        Leaf?.Dispose();
        Folder.Dispose();
        Pki.Dispose();
    }
}
