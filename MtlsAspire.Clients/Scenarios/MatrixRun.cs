using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>Plays the matrix once.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="dashboard">Where traces are to be found.</param>
/// <param name="time">The clock.</param>
internal sealed class MatrixRun(Matrix matrix, DashboardTelemetry dashboard, TimeProvider time)
{
    /// <summary>Plays all rows one after the other, and then finds out what the servers saw of them.</summary>
    /// <param name="progress">Told of each row before it is played.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What became of them, in their order.</returns>
    /// <exception cref="MatrixException">A server is not up.</exception>
    public async Task<IReadOnlyList<MatrixResult>> RunAsync(IProgress<MatrixRow> progress, CancellationToken cancellationToken)
    {
        var played = new List<PlayedRow>();
        foreach (var row in matrix.Rows)
        {
            progress.Report(row);
            using var host = ScenarioHost.Create(matrix.Certs, row.Client, row.ShowCertificate, out var client);
            played.Add(row.Server is null
                ? await AtBoxAsync(row, client, cancellationToken)
                : await AtRogueAsync(row, row.Server, client, cancellationToken));
        }

        var results = new List<MatrixResult>();
        foreach (var row in played) results.Add(await ResultAsync(row, cancellationToken));
        return results;
    }

    private async Task<PlayedRow> AtBoxAsync(MatrixRow row, ScenarioClient client, CancellationToken cancellationToken)
    {
        var address = row.Lock == ScenarioLock.Requires ? matrix.Requires : matrix.Explains;
        var outcome = await CallAsync(row, client, address, cancellationToken);
        return outcome.Reason == Outcome.NotReachable
            ? throw new MatrixException($"nothing listens at {address}: start the AppHost (dotnet run --project MtlsAspire.AppHost), or name the addresses with --explains and --requires")
            : new PlayedRow(row, outcome, time.GetUtcNow(), RogueReason: null);
    }

    private async Task<PlayedRow> AtRogueAsync(MatrixRow row, string server, ScenarioClient client, CancellationToken cancellationToken)
    {
        await using var rogue = await RogueServer.StartAsync(matrix.Certs, server, cancellationToken);
        var outcome = await CallAsync(row, client, rogue.Address, cancellationToken);
        return new PlayedRow(row, outcome, time.GetUtcNow(), await rogue.SeenAsync(cancellationToken));
    }

    private static Task<Outcome> CallAsync(MatrixRow row, ScenarioClient client, Uri address, CancellationToken cancellationToken) =>
        client.CallAsync(new ScenarioCall(row.Scenario, row.Lock, address, row.Expectation.Path, row.Expected), cancellationToken);

    private async Task<MatrixResult> ResultAsync(PlayedRow played, CancellationToken cancellationToken)
    {
        var (row, outcome) = (played.Row, played.Outcome);
        // Where the client was told no reason, the server has it, and tells it in its telemetry.
        var asksServer = row.IsReasonAtServerOnly && dashboard.CanRead;
        var span = asksServer ? await dashboard.FindHandshakeAsync(Hash(row), outcome.Started, played.Ended, cancellationToken) : null;
        var serverReason = row.Server is not null ? played.RogueReason
            : row.IsReasonAtServerOnly ? span?.Reason
            : outcome.Reason == Expectation.UnusableIdentity ? null
            : outcome.Reason;
        var trace = outcome.Reason == Expectation.UnusableIdentity ? null : span?.TraceId ?? outcome.TraceId;
        return new MatrixResult(
            row.Scenario,
            row.LockName,
            row.Expectation.Reason,
            row.IsReasonAtServerOnly ? serverReason ?? outcome.Reason : outcome.Reason,
            outcome.Reason == row.Expected && (!asksServer || serverReason == row.Expectation.Reason),
            outcome.Reason,
            outcome.Explanation,
            serverReason,
            trace is null ? null : dashboard.LinkTo(trace));
    }

    private string? Hash(MatrixRow row)
    {
        if (!row.ShowCertificate) return null;
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(matrix.Certs, $"{row.Client}.crt")));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
