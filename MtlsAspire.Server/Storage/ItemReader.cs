using System.Data.Common;

namespace MtlsAspire.Server.Storage;

/// <summary>Reads items and chunks from one state of the database, whatever is written meanwhile.</summary>
internal sealed class ItemReader(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    private bool _isDisposed;

    public async Task<ItemRow?> FindAsync(byte[] key, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(transaction, "SELECT key, version, header FROM items WHERE key = @key", ("key", key));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? RowOf(rows) : null;
    }

    /// <summary>Reads a page of a collection, in the order of the keys, which is no order that anybody could know.</summary>
    public async Task<IReadOnlyList<ItemRow>> PageAsync(Collection collection, byte[] after, int count, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            transaction,
            "SELECT key, version, header FROM items WHERE collection = @collection AND key > @after ORDER BY key LIMIT @count",
            ("collection", (int)collection), ("after", after), ("count", count));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<ItemRow>();
        while (await rows.ReadAsync(cancellationToken)) page.Add(RowOf(rows));
        return page;
    }

    public async Task<byte[]?> ChunkAsync(byte[] version, int number, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            transaction, "SELECT content FROM chunks WHERE version = @version AND number = @number", ("version", version), ("number", number));
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }

    public async ValueTask DisposeAsync()
    {
        // Once only: Npgsql gives the same transaction object to whoever gets the connection next, whose transaction a second
        // call would end.
        if (_isDisposed) return;
        _isDisposed = true;
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static ItemRow RowOf(DbDataReader rows) => new((byte[])rows[0], (byte[])rows[1], (byte[])rows[2]);
}
