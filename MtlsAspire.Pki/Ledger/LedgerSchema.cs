using Microsoft.Data.Sqlite;

namespace MtlsAspire.Pki.Ledger;

/// <summary>The tables of the ledger. Instants are Unix seconds.</summary>
internal static class LedgerSchema
{
    private const long Version = 1;

    private const string Tables = """
        CREATE TABLE certificates (
            issuer TEXT NOT NULL,          -- key identifier, lower-case hexadecimal
            serial TEXT NOT NULL,          -- upper-case hexadecimal
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            not_before INTEGER NOT NULL,
            not_after INTEGER NOT NULL,
            issued_at INTEGER NOT NULL,
            issued_by TEXT NOT NULL,
            defect TEXT,
            revoked_at INTEGER,
            reason INTEGER,                -- RFC 5280, 5.3.1
            revoked_by TEXT,
            der BLOB,
            PRIMARY KEY (issuer, serial)
        );
        CREATE INDEX certificates_by_name ON certificates (name);
        CREATE INDEX certificates_by_serial ON certificates (serial);
        CREATE INDEX certificates_revoked ON certificates (issuer, revoked_at) WHERE revoked_at IS NOT NULL;
        CREATE TABLE authorities (
            key_id TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            state TEXT NOT NULL,
            der BLOB NOT NULL
        );
        CREATE TABLE revocation_lists (
            issuer TEXT NOT NULL,
            number TEXT NOT NULL,          -- decimal; may have 20 octets
            this_update INTEGER NOT NULL,
            next_update INTEGER NOT NULL,
            entries INTEGER NOT NULL,
            signed_by TEXT NOT NULL,
            PRIMARY KEY (issuer, number)
        );
        CREATE TABLE settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        );
        """;

    /// <summary>Creates the tables in a new ledger. A crash in between leaves the ledger as empty as before.</summary>
    /// <exception cref="PkiException">A newer version of this program made the ledger.</exception>
    public static void Create(SqliteConnection connection, string path)
    {
        if (VersionOf(connection) == Version)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        switch (VersionOf(connection))
        {
            case 0:
                Execute(connection, Tables);
                Execute(connection, $"PRAGMA user_version = {Version}");
                break;
            case Version:
                break; // another process was faster
            default:
                throw new PkiException($"{path} was made by a newer version of this program: use that one.");
        }

        transaction.Commit();
    }

    /// <summary>Runs statements that return nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}
