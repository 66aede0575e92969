using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Storage;

/// <summary>
/// SQLite in a file of its own. Write-ahead log, so that readers and the writer do not wait for each other; synchronous
/// FULL, so that what is acknowledged survives the loss of power.
/// </summary>
internal sealed class SqliteBoxDatabase : BoxDatabase
{
    private readonly string _readConnection;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1);

    /// <exception cref="ConfigurationException">The file is no database, or cannot be opened.</exception>
    public SqliteBoxDatabase(string path)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = false };
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            _writer.Open();
            using var pragma = _writer.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";
            pragma.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            _writer.Dispose();
            throw new ConfigurationException($"The box's database '{path}' cannot be opened ({exception.Message.TrimEnd('.')}); restore it from a backup, or name another directory in Box:Data.", exception);
        }

        _readConnection = connection.ConnectionString;
    }

    public override string Bytes => "BLOB";

    public override TimeSpan Abandoned => TimeSpan.Zero;

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_readConnection);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    // Deferred: a reader takes no lock that a writer would wait for.
    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        // One at a time; SQLite would make them wait for each other too, but by asking again and again.
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await _writer.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            var result = await write(_writer, transaction);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        using (var connection = new SqliteConnection(_readConnection)) SqliteConnection.ClearPool(connection);
        _writing.Dispose();
    }
}
