using System.Globalization;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;

namespace MtlsAspire.Pki.Ledger;

/// <summary>
/// What the PKI has issued and revoked: a SQLite database, <c>ledger/ledger.db</c> in the certificate directory. Every write is durable
/// when it returns (WAL, synchronous=FULL); several threads and processes may use it at once.
/// </summary>
public sealed class IssuanceLedger : IDisposable
{
    private const string Columns = "issuer, serial, name, kind, subject, not_before, not_after, issued_at, issued_by, defect, revoked_at, reason, revoked_by, der";
    private const int ConstraintViolated = 19; // SQLITE_CONSTRAINT

    private readonly LedgerConnection _database;

    private IssuanceLedger(LedgerConnection database) => _database = database;

    /// <summary>Whether a certificate directory has a ledger.</summary>
    /// <param name="directory">The certificate directory.</param>
    public static bool Exists(string directory) => File.Exists(LedgerFiles.Database(directory));

    /// <summary>Opens the ledger of a certificate directory, and creates it where it is not there.</summary>
    /// <param name="directory">The certificate directory.</param>
    /// <exception cref="PkiException">The ledger is damaged, of a newer version, or others may read or write it.</exception>
    public static IssuanceLedger Open(string directory) => new(LedgerConnection.Open(directory));

    /// <summary>Records certificates, all or none, before anybody gets to see them.</summary>
    /// <param name="entries">The certificates.</param>
    /// <exception cref="PkiException">A serial number is in the ledger already.</exception>
    public void Record(params IReadOnlyList<LedgerEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _database.Write(database =>
        {
            foreach (var entry in entries)
            {
                Insert(database, entry, ignoreKnown: false);
            }
        });
    }

    /// <summary>Records what was found rather than made: what is known already stays as it is.</summary>
    internal void Adopt(params IReadOnlyList<LedgerEntry> entries) => _database.Write(database =>
    {
        foreach (var entry in entries)
        {
            Insert(database, entry, ignoreKnown: true);
        }
    });

    /// <summary>Marks a certificate as revoked. A revocation is final: a second one changes nothing.</summary>
    /// <param name="issuerKeyId">The issuer's key identifier.</param>
    /// <param name="serial">The serial number, upper-case hexadecimal.</param>
    /// <param name="revocation">When, why and by whom.</param>
    /// <returns>Whether it was not revoked before.</returns>
    public bool Revoke(string issuerKeyId, string serial, Revocation revocation)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        return _database.Write(database => database.Execute(
            "UPDATE certificates SET revoked_at = $at, reason = $reason, revoked_by = $by WHERE issuer = $issuer AND serial = $serial AND revoked_at IS NULL",
            ("$at", revocation.At.ToUnixTimeSeconds()),
            ("$reason", (int)revocation.Reason),
            ("$by", revocation.By),
            ("$issuer", issuerKeyId),
            ("$serial", serial))) > 0;
    }

    /// <summary>Finds a certificate by its issuer and serial number.</summary>
    /// <param name="issuerKeyId">The issuer's key identifier.</param>
    /// <param name="serial">The serial number, upper-case hexadecimal without separators.</param>
    public LedgerEntry? Find(string issuerKeyId, string serial) =>
        _database.ReadFirst($"SELECT {Columns} FROM certificates WHERE issuer = $issuer AND serial = $serial", ReadEntry, ("$issuer", issuerKeyId), ("$serial", serial));

    /// <summary>Finds the certificates with a serial number, of whatever issuer.</summary>
    /// <param name="serial">The serial number, upper-case hexadecimal without separators.</param>
    public IReadOnlyList<LedgerEntry> FindSerial(string serial) =>
        _database.Read($"SELECT {Columns} FROM certificates WHERE serial = $serial", ReadEntry, ("$serial", serial));

    /// <summary>The certificates that a filter leaves, the newest first.</summary>
    /// <param name="filter">The filter.</param>
    public IReadOnlyList<LedgerEntry> List(LedgerFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var conditions = new List<string>();
        var parameters = new List<(string, object?)>();
        Where("name = $name", "$name", filter.Name);
        Where("issuer = $issuer", "$issuer", filter.IssuerKeyId);
        Where("kind = $kind", "$kind", filter.Kind?.ToString());
        Where("(revoked_at IS NOT NULL) = $revoked", "$revoked", filter.Revoked);
        Where("not_after >= $end", "$end", filter.EndsAfter?.ToUnixTimeSeconds());
        if (filter.LatestOnly)
        {
            conditions.Add("rowid IN (SELECT max(rowid) FROM certificates GROUP BY name)");
        }

        var where = conditions.Count > 0 ? $"WHERE {string.Join(" AND ", conditions)}" : string.Empty;
        parameters.Add(("$limit", filter.Limit ?? -1));
        return _database.Read($"SELECT {Columns} FROM certificates {where} ORDER BY rowid DESC LIMIT $limit", ReadEntry, [.. parameters]);

        void Where(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((parameter, value));
            }
        }
    }

    /// <summary>How many certificates are recorded, and how many of these are revoked.</summary>
    public (long Issued, long Revoked) Count() =>
        _database.Read("SELECT count(*), count(revoked_at) FROM certificates", row => (row.GetInt64(0), row.GetInt64(1))).Single();

    /// <summary>What the revocation list of an issuer must contain.</summary>
    /// <param name="issuerKeyId">The issuer's key identifier.</param>
    /// <param name="expiredBefore">
    /// When the last list was signed: what had expired by then was on a list after its end, and may be left out (RFC 5280, 3.3).
    /// </param>
    internal IReadOnlyList<(byte[] Serial, DateTimeOffset At, X509RevocationReason Reason)> Revoked(string issuerKeyId, DateTimeOffset expiredBefore) =>
        _database.Read(
            "SELECT serial, revoked_at, reason FROM certificates WHERE issuer = $issuer AND revoked_at IS NOT NULL AND not_after >= $end ORDER BY revoked_at",
            row => (Convert.FromHexString(row.GetString(0)), Instant(row, 1), (X509RevocationReason)row.GetInt32(2)),
            ("$issuer", issuerKeyId),
            ("$end", expiredBefore.ToUnixTimeSeconds()));

    /// <summary>Records a revocation list that was signed.</summary>
    /// <param name="list">The list.</param>
    internal void RecordList(RevocationListRecord list) => _database.Write(database => database.Execute(
        "INSERT OR IGNORE INTO revocation_lists VALUES ($issuer, $number, $this, $next, $entries, $by)",
        ("$issuer", list.IssuerKeyId),
        ("$number", list.Number.ToString(CultureInfo.InvariantCulture)),
        ("$this", list.ThisUpdate.ToUnixTimeSeconds()),
        ("$next", list.NextUpdate.ToUnixTimeSeconds()),
        ("$entries", list.Entries),
        ("$by", list.By)));

    /// <summary>The last revocation list of an issuer, or null.</summary>
    /// <param name="issuerKeyId">The issuer's key identifier.</param>
    public RevocationListRecord? LastList(string issuerKeyId) => _database.ReadFirst(
        "SELECT issuer, number, this_update, next_update, entries, signed_by FROM revocation_lists WHERE issuer = $issuer ORDER BY rowid DESC LIMIT 1",
        row => new RevocationListRecord(
            row.GetString(0), BigInteger.Parse(row.GetString(1), CultureInfo.InvariantCulture), Instant(row, 2), Instant(row, 3), row.GetInt32(4), row.GetString(5)),
        ("$issuer", issuerKeyId));

    /// <summary>The CAs of the PKI, active ones first.</summary>
    public IReadOnlyList<AuthorityRecord> Authorities() => _database.Read(
        "SELECT key_id, role, state, der FROM authorities ORDER BY role DESC, CASE state WHEN 'Active' THEN 0 WHEN 'Next' THEN 1 WHEN 'Previous' THEN 2 ELSE 3 END, rowid DESC",
        row => new AuthorityRecord(
            row.GetString(0), Enum.Parse<AuthorityRole>(row.GetString(1)), Enum.Parse<AuthorityState>(row.GetString(2)), row.GetFieldValue<byte[]>(3)));

    /// <summary>Records CAs, or what has become of them; all or none.</summary>
    internal void SetAuthorities(params IReadOnlyList<AuthorityRecord> authorities) => _database.Write(database =>
    {
        foreach (var authority in authorities)
        {
            database.Execute(
                "INSERT INTO authorities VALUES ($key, $role, $state, $der) ON CONFLICT (key_id) DO UPDATE SET state = $state, der = $der",
                ("$key", authority.KeyId),
                ("$role", authority.Role.ToString()),
                ("$state", authority.State.ToString()),
                ("$der", authority.Certificate.ToArray()));
        }
    });

    /// <summary>A setting that was kept, or null.</summary>
    internal string? Setting(string name) =>
        _database.ReadFirst("SELECT value FROM settings WHERE name = $name", row => row.GetString(0), ("$name", name));

    /// <summary>Keeps a setting; null forgets it.</summary>
    internal void SetSetting(string name, string? value) => _database.Write(database => value is null
        ? database.Execute("DELETE FROM settings WHERE name = $name", ("$name", name))
        : database.Execute("INSERT INTO settings VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = $value", ("$name", name), ("$value", value)));

    /// <summary>Several writes that happen together or not at all.</summary>
    internal void Together(Action writes) => _database.Write(_ => writes());

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static void Insert(LedgerConnection database, LedgerEntry entry, bool ignoreKnown)
    {
        try
        {
            database.Execute(
                $"INSERT {(ignoreKnown ? "OR IGNORE " : string.Empty)}INTO certificates ({Columns}) VALUES ($issuer, $serial, $name, $kind, $subject, $from, $to, $at, $by, $defect, $revoked, $reason, $revoker, $der)",
                ("$issuer", entry.IssuerKeyId),
                ("$serial", entry.Serial),
                ("$name", entry.Name),
                ("$kind", entry.Kind.ToString()),
                ("$subject", entry.Subject),
                ("$from", entry.NotBefore.ToUnixTimeSeconds()),
                ("$to", entry.NotAfter.ToUnixTimeSeconds()),
                ("$at", entry.IssuedAt.ToUnixTimeSeconds()),
                ("$by", entry.IssuedBy),
                ("$defect", entry.Defect),
                ("$revoked", entry.Revocation?.At.ToUnixTimeSeconds()),
                ("$reason", (int?)entry.Revocation?.Reason),
                ("$revoker", entry.Revocation?.By),
                ("$der", entry.Der.IsEmpty ? null : entry.Der.ToArray()));
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == ConstraintViolated)
        {
            throw new PkiException($"Serial number {entry.Serial} is in the ledger already: nothing was issued; run the command again.", exception);
        }
    }

    private static LedgerEntry ReadEntry(SqliteDataReader row) => new()
    {
        IssuerKeyId = row.GetString(0),
        Serial = row.GetString(1),
        Name = row.GetString(2),
        Kind = Enum.Parse<LedgerKind>(row.GetString(3)),
        Subject = row.GetString(4),
        NotBefore = Instant(row, 5),
        NotAfter = Instant(row, 6),
        IssuedAt = Instant(row, 7),
        IssuedBy = row.GetString(8),
        Defect = row.IsDBNull(9) ? null : row.GetString(9),
        Revocation = row.IsDBNull(10) ? null : new Revocation(Instant(row, 10), (X509RevocationReason)row.GetInt32(11), row.GetString(12)),
        Der = row.IsDBNull(13) ? default(ReadOnlyMemory<byte>) : row.GetFieldValue<byte[]>(13),
    };

    private static DateTimeOffset Instant(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(column));
}
