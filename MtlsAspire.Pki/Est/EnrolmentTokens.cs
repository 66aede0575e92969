using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Est;

/// <summary>The one-time bootstrap tokens, in the ledger's database. Only their hashes are kept: who reads the database can enrol nobody.</summary>
internal sealed class EnrolmentTokens : IDisposable
{
    private const string Columns = "id, identity, hosts, created_at, created_by, expires_at, used_at";

    private const string Table = """
        CREATE TABLE IF NOT EXISTS enrolment_tokens (
            id TEXT PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,     -- SHA-256 of the token, which is 256 random bits and needs no slower hash
            identity TEXT NOT NULL,
            hosts TEXT NOT NULL,           -- separated by spaces
            created_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            used_at INTEGER                -- NULL while unused
        )
        """;

    private readonly LedgerConnection _database;
    private readonly TimeProvider _clock;

    /// <summary>Opens the tokens of a certificate directory.</summary>
    /// <param name="directory">The directory's path.</param>
    /// <param name="clock">What tells the time.</param>
    public EnrolmentTokens(string directory, TimeProvider clock)
    {
        _clock = clock;
        _database = LedgerConnection.Open(directory);
        _database.Write(database => database.Execute(Table));
    }

    /// <summary>Makes a token.</summary>
    /// <param name="identity">The identity that it may enrol.</param>
    /// <param name="hosts">The host names and IP addresses that the identity may have.</param>
    /// <param name="lifetime">How long it may be used.</param>
    /// <param name="by">Who makes it.</param>
    /// <returns>What is kept, and the token itself, which is not and cannot be had again.</returns>
    public (EnrolmentToken Token, string Secret) Create(string identity, IReadOnlyList<string> hosts, TimeSpan lifetime, string by)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = new EnrolmentToken
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Identity = identity,
            Hosts = hosts,
            CreatedAt = now,
            CreatedBy = by,
            ExpiresAt = now + lifetime,
        };
        _database.Write(database => database.Execute(
            "INSERT INTO enrolment_tokens VALUES ($id, $hash, $identity, $hosts, $created, $by, $expires, NULL)",
            ("$id", token.Id),
            ("$hash", Hash(secret)),
            ("$identity", identity),
            ("$hosts", string.Join(' ', hosts)),
            ("$created", now.ToUnixTimeSeconds()),
            ("$by", by),
            ("$expires", token.ExpiresAt.ToUnixTimeSeconds())));
        return (token, secret);
    }

    /// <summary>What is kept of a token, or null where there is no such token.</summary>
    /// <param name="secret">The token.</param>
    public EnrolmentToken? Find(string secret) => _database.ReadFirst($"SELECT {Columns} FROM enrolment_tokens WHERE hash = $hash", Read, ("$hash", Hash(secret)));

    /// <summary>What is kept of all tokens, the newest first.</summary>
    public IReadOnlyList<EnrolmentToken> All() => _database.Read($"SELECT {Columns} FROM enrolment_tokens ORDER BY rowid DESC", Read);

    /// <summary>Uses a token up, if it can be: of several uses at once, one succeeds.</summary>
    /// <returns>Whether this use succeeded.</returns>
    public bool TryUse(EnrolmentToken token)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        return _database.Write(database => database.Execute(
            "UPDATE enrolment_tokens SET used_at = $now WHERE id = $id AND used_at IS NULL AND expires_at > $now", ("$now", now), ("$id", token.Id))) == 1;
    }

    /// <summary>Makes a token usable again that was used up for nothing: no certificate was issued.</summary>
    public void Return(EnrolmentToken token) =>
        _database.Write(database => database.Execute("UPDATE enrolment_tokens SET used_at = NULL WHERE id = $id", ("$id", token.Id)));

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static EnrolmentToken Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Identity = row.GetString(1),
        Hosts = row.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)),
        CreatedBy = row.GetString(4),
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
        UsedAt = row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
    };
}
