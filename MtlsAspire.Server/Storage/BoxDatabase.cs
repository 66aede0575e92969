using System.Data.Common;

namespace MtlsAspire.Server.Storage;

/// <summary>A database that a box can use. The SQL is the same for all; what differs is here.</summary>
internal abstract class BoxDatabase : IAsyncDisposable
{
    /// <summary>The type of columns with bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>How old an upload that was never finished must be, so that nobody can still be at it when a box starts.</summary>
    public abstract TimeSpan Abandoned { get; }

    /// <summary>Opens a connection to read.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction of which all statements see one state of the database.</summary>
    public abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Does something in a transaction, which is durable when this returns.</summary>
    public abstract Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
