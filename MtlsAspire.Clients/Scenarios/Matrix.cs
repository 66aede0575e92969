using System.Text.Json;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>All scenarios that a <c>pki.json</c> gives rise to.</summary>
/// <param name="Rows">The rows, in the order in which they are played.</param>
/// <param name="Certs">The directory of the certificates.</param>
/// <param name="Explains">The box's address that explains.</param>
/// <param name="Requires">The box's address that requires.</param>
internal sealed record Matrix(IReadOnlyList<MatrixRow> Rows, string Certs, Uri Explains, Uri Requires)
{
    private const string GoodServer = "server";

    /// <summary>Makes the matrix.</summary>
    /// <param name="config">The path of <c>pki.json</c>.</param>
    /// <param name="certs">The directory of the certificates.</param>
    /// <param name="explains">The box's address that explains.</param>
    /// <param name="requires">The box's address that requires.</param>
    /// <param name="filter">Texts, one of which a row must contain; none for all rows.</param>
    /// <exception cref="MatrixException">The file cannot be read, or nothing is left to play.</exception>
    public static Matrix Read(string config, string certs, Uri explains, Uri requires, IReadOnlyList<string> filter)
    {
        var all = RowsOf(config, Declared(config)).ToList();
        var rows = all.Where(row => filter.Count == 0 || filter.Any(text => $"{row.Scenario} {row.LockName}".Contains(text, StringComparison.OrdinalIgnoreCase))).ToList();
        return rows.Count > 0
            ? new Matrix(rows, certs, explains, requires)
            : throw new MatrixException(
                $"--filter: no scenario contains '{string.Join("' or '", filter)}'; there are {string.Join(", ", all.Select(row => row.Scenario).Distinct())}", ExitCode.Usage);
    }

    private static IReadOnlyList<DeclaredIdentity> Declared(string config)
    {
        try
        {
            return DeclaredIdentity.ReadAll(config);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MatrixException($"{config}: {exception.Message.TrimEnd('.')}; run it at the root of the repository, or name the file with --config", innerException: exception);
        }
        catch (JsonException exception)
        {
            throw new MatrixException($"{config}: this is not JSON ({exception.Message.TrimEnd('.')}); mend the file", innerException: exception);
        }
    }

    private static IEnumerable<MatrixRow> RowsOf(string config, IReadOnlyList<DeclaredIdentity> declared)
    {
        var good = declared.FirstOrDefault(identity => identity is { IsServer: false, Defect: null })?.Name
            ?? throw new MatrixException($"{config} declares no client without a defect, which the matrix needs; declare one, and run the bootstrap of the PKI");
        var clients = declared.Where(identity => identity is { IsServer: false, Defect: not null })
            .Select(identity => (identity.Name, identity.Name, ShowCertificate: true, Expectation.OfClient(identity.Defect!)))
            .Prepend((Expectation.NoCertificate, good, ShowCertificate: false, Expectation.OfClient(Expectation.NoCertificate)))
            .Prepend((good, good, ShowCertificate: true, Expectation.OfClient(Expectation.NoDefect)));
        foreach (var (scenario, client, showCertificate, expectation) in clients)
        {
            if (expectation is null) continue;
            yield return new MatrixRow(scenario, ScenarioLock.Explains, client, Server: null, showCertificate, expectation);
            yield return new MatrixRow(scenario, ScenarioLock.Requires, client, Server: null, showCertificate, expectation);
        }

        foreach (var server in declared.Where(identity => identity.IsServer && (identity.Defect is not null || identity.Name == GoodServer)))
        {
            if (Expectation.OfServer(server.Defect ?? Expectation.NoDefect) is { } expectation)
                yield return new MatrixRow(server.Name, ScenarioLock.Server, good, server.Name, ShowCertificate: true, expectation);
        }
    }
}
