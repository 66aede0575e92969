using System.Diagnostics.CodeAnalysis;
using MtlsAspire.TestSupport;
using Npgsql;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>
/// Debian's PostgreSQL in a directory of its own, reached by a Unix socket there. It is started once for all tests of the
/// collection; each box gets a database of its own.
/// </summary>
[SuppressMessage("Usage", "CA1001:Types that own disposable fields should be disposable", Justification = "DisposeAsync of IAsyncLifetime disposes of it.")]
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>What the tests need, for <see cref="NeedsToolsAttribute"/>.</summary>
    public const string Tool = "initdb";

    // The server refuses to be root.
    private const string User = "postgres";

    // It takes two seconds; on a machine that has too much to do, a minute was not enough.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();
    private int _databases;

    /// <summary>The function that the tests tamper with.</summary>
    private const string Zeros = "CREATE FUNCTION zeros(bytea) RETURNS bytea LANGUAGE sql RETURN decode(repeat('00', length($1)), 'hex')";

    /// <summary>The directory in which the server keeps everything.</summary>
    public string Data => _directory.Combine("data");

    public async Task InitializeAsync()
    {
        // Then everything that would use it is skipped.
        if (Tools.Find(Tool) is null) return;
        if (Environment.IsPrivilegedProcess) (await ProcessRunner.RunAsync("chown", [User, _directory.Path])).EnsureSuccess();
        await RunAsync(Tool, "--pgdata", Data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"), $"listen_addresses = ''\nunix_socket_directories = '{_directory}'\nmax_connections = 300\n");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await StopAsync("fast");
        _directory.Dispose();
    }

    public Task StartAsync() => RunAsync("pg_ctl", "start", "--wait", "--pgdata", Data, "--log", _directory.Combine("log"));

    /// <summary>Ends the server.</summary>
    /// <param name="mode"><c>fast</c>: it says goodbye to its clients. <c>immediate</c>: as if it had crashed.</param>
    public Task StopAsync(string mode) => RunAsync("pg_ctl", "stop", "--wait", "--pgdata", Data, "--mode", mode);

    /// <summary>Makes a database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"box{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        await ExecuteAsync(name, Zeros);
        return ConnectionString(name);
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _directory.Path, Username = User, Database = database }.ConnectionString;

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is ours.")]
    private async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task RunAsync(string tool, params string[] arguments)
    {
        var path = Tools.Find(tool)!;
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        (await ProcessRunner.RunAsync(command[0], command[1..], workingDirectory: _directory.Path, timeout: Patience)).EnsureSuccess();
    }
}
