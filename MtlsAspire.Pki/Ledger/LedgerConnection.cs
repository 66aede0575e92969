using Microsoft.Data.Sqlite;

namespace MtlsAspire.Pki.Ledger;

/// <summary>One connection to the database, which threads take turns on, with every statement prepared once.</summary>
internal sealed class LedgerConnection : IDisposable
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    private readonly Lock _turn = new();
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private SqliteTransaction? _transaction;

    private LedgerConnection(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    public static LedgerConnection Open(string directory) => new(OpenSqlite(directory), LedgerFiles.Database(directory));

    /// <summary>A connection to the ledger of a certificate directory, which is created where it is not there.</summary>
    /// <exception cref="PkiException">The ledger is damaged, of a newer version, or others may read or write it.</exception>
    public static SqliteConnection OpenSqlite(string directory)
    {
        var path = LedgerFiles.Prepare(directory);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            connection.Open();
            LedgerSchema.Execute(connection, "PRAGMA journal_mode = WAL");
            LedgerSchema.Execute(connection, "PRAGMA synchronous = FULL");
            LedgerSchema.Create(connection, path);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explain(exception, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs writes in one transaction, which is on disk when this returns. Writes within writes join the outer ones.</summary>
    public T Write<T>(Func<LedgerConnection, T> writes)
    {
        lock (_turn)
        {
            if (_transaction is not null)
            {
                return writes(this);
            }

            try
            {
                // Immediate: it waits for its turn at the start, where waiting is possible, and not in the middle.
                using (_transaction = _connection.BeginTransaction(deferred: false))
                {
                    var result = writes(this);
                    _transaction.Commit();
                    return result;
                }
            }
            catch (SqliteException exception)
            {
                throw Explain(exception, _path);
            }
            finally
            {
                _transaction = null;
            }
        }
    }

    /// <summary>Runs writes that return nothing; see the other.</summary>
    public void Write(Action<LedgerConnection> writes) => Write(database =>
    {
        writes(database);
        return true;
    });

    /// <summary>Runs one statement within <see cref="Write{T}"/>.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Reads rows.</summary>
    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_turn)
        {
            try
            {
                var rows = new List<T>();
                using var reader = Prepare(sql, parameters).ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
            catch (SqliteException exception)
            {
                throw Explain(exception, _path);
            }
        }
    }

    /// <summary>Reads the first row, or null where there is none.</summary>
    public T? ReadFirst<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class =>
        Read(sql, read, parameters) is [var first, ..] ? first : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            _connection.Dispose();
        }
    }

    private static PkiException Explain(SqliteException exception, string path) => exception.SqliteErrorCode is Corrupt or NoDatabase
        ? new PkiException(
            $"{path} is damaged: restore it from a backup, or move it away and run bootstrap, which adopts the certificates and revocations in the directory.", exception)
        : new PkiException($"{path} cannot be used: {exception.Message.TrimEnd('.')}. Check the disk and who else uses it, and run the command again.", exception);

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // made of constants of the calling class; values are parameters
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
