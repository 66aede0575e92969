using System.Data;
using System.Data.Common;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;
using Npgsql;

namespace MtlsAspire.Server.Storage;

/// <summary>PostgreSQL, which several processes of one box may share.</summary>
internal sealed class PostgresBoxDatabase : BoxDatabase
{
    private readonly NpgsqlDataSource _source;

    /// <exception cref="ConfigurationException">The connection string is malformed.</exception>
    public PostgresBoxDatabase(string connection)
    {
        try
        {
            _source = NpgsqlDataSource.Create(connection);
        }
        catch (ArgumentException exception)
        {
            // The message of the exception may hold the password.
            throw new ConfigurationException($"{BoxOptions.Section}:{nameof(BoxOptions.Database)} is no connection string for PostgreSQL; write it like Host=localhost;Database=box;Username=box.", exception);
        }
    }

    public override string Bytes => "BYTEA";

    public override TimeSpan Abandoned => TimeSpan.FromHours(1);

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new DatabaseUnavailableException(exception);
        }
    }

    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public override async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await write(connection, transaction);
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            throw new DatabaseUnavailableException(exception) { IsOutcomeUnknown = true };
        }

        return result;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
