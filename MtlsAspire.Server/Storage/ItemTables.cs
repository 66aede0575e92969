using System.Data.Common;

namespace MtlsAspire.Server.Storage;

/// <summary>The tables of a box: items, their chunks, and the secret by which names are looked up.</summary>
internal sealed class ItemTables(BoxDatabase database)
{
    public async Task CreateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                foreach (var statement in new[]
                {
                    $"CREATE TABLE IF NOT EXISTS items (key {database.Bytes} PRIMARY KEY, collection INTEGER NOT NULL, version {database.Bytes} NOT NULL, header {database.Bytes} NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS items_by_collection ON items (collection, key)",
                    "CREATE INDEX IF NOT EXISTS items_by_version ON items (version)",
                    $"CREATE TABLE IF NOT EXISTS chunks (version {database.Bytes} NOT NULL, number INTEGER NOT NULL, content {database.Bytes} NOT NULL, PRIMARY KEY (version, number))",
                    $"CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, content {database.Bytes} NOT NULL)",
                })
                {
                    await connection.ExecuteAsync(transaction, statement, cancellationToken);
                }

                // Uploads that were never finished.
                await connection.ExecuteAsync(
                    transaction,
                    "DELETE FROM chunks WHERE version < @before AND NOT EXISTS (SELECT 1 FROM items WHERE items.version = chunks.version)",
                    cancellationToken,
                    ("before", ItemVersion.At(now - database.Abandoned)));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Reads a secret, or keeps this one if there is none yet.</summary>
    public Task<byte[]> SecretAsync(string name, byte[] fresh, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(transaction, "INSERT INTO secrets (name, content) VALUES (@name, @content) ON CONFLICT DO NOTHING", cancellationToken, ("name", name), ("content", fresh));
            await using var command = connection.Command(transaction, "SELECT content FROM secrets WHERE name = @name", ("name", name));
            return (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
        },
        cancellationToken);

    /// <summary>Begins to read from one state of the database.</summary>
    public async Task<ItemReader> BeginReadingAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        try
        {
            return new ItemReader(connection, await database.BeginSnapshotAsync(connection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes chunks of an upload that is not finished; nobody sees them yet.</summary>
    public Task WriteChunksAsync(byte[] version, int first, IReadOnlyList<byte[]> chunks, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, transaction) => InsertAsync(connection, transaction, version, first, chunks, cancellationToken), cancellationToken);

    /// <summary>Removes chunks of an upload that will not be finished.</summary>
    public Task AbandonAsync(byte[] version) => database.WriteAsync(
        (connection, transaction) => DeleteChunksAsync(connection, transaction, version, CancellationToken.None), CancellationToken.None);

    /// <summary>Writes the last chunks and makes the item appear, in the place of the present version if there is one; all or nothing.</summary>
    /// <param name="row">The new item.</param>
    /// <param name="collection">Where it belongs.</param>
    /// <param name="present">The version that must be there now; <c>null</c> if there must be none.</param>
    /// <param name="first">The number of the first of the last chunks.</param>
    /// <param name="chunks">The last chunks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was as it must be.</returns>
    public Task<bool> CommitAsync(
        ItemRow row, Collection collection, byte[]? present, int first, IReadOnlyList<byte[]> chunks, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                var changed = present is null
                    ? await connection.ExecuteAsync(
                        transaction,
                        "INSERT INTO items (key, collection, version, header) VALUES (@key, @collection, @version, @header) ON CONFLICT DO NOTHING",
                        cancellationToken,
                        ("key", row.Key), ("collection", (int)collection), ("version", row.Version), ("header", row.Header))
                    : await connection.ExecuteAsync(
                        transaction,
                        "UPDATE items SET version = @version, header = @header WHERE key = @key AND version = @present",
                        cancellationToken,
                        ("key", row.Key), ("version", row.Version), ("header", row.Header), ("present", present));
                if (changed == 0) return false;
                await InsertAsync(connection, transaction, row.Version, first, chunks, cancellationToken);
                if (present is not null) await DeleteChunksAsync(connection, transaction, present, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Deletes an item if it is still this version.</summary>
    public Task<bool> DeleteAsync(ItemRow row, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var deleted = await connection.ExecuteAsync(
                transaction, "DELETE FROM items WHERE key = @key AND version = @version", cancellationToken, ("key", row.Key), ("version", row.Version));
            if (deleted > 0) await DeleteChunksAsync(connection, transaction, row.Version, cancellationToken);
            return deleted > 0;
        },
        cancellationToken);

    private static async Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, byte[] version, int first, IReadOnlyList<byte[]> chunks, CancellationToken cancellationToken)
    {
        for (var i = 0; i < chunks.Count; i++)
        {
            await connection.ExecuteAsync(
                transaction,
                "INSERT INTO chunks (version, number, content) VALUES (@version, @number, @content)",
                cancellationToken,
                ("version", version), ("number", first + i), ("content", chunks[i]));
        }

        return chunks.Count;
    }

    private static Task<int> DeleteChunksAsync(DbConnection connection, DbTransaction transaction, byte[] version, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(transaction, "DELETE FROM chunks WHERE version = @version", cancellationToken, ("version", version));
}
