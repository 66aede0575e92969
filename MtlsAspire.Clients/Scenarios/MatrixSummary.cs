namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>The result as <c>--json</c> writes it.</summary>
/// <param name="AsExpected">Whether every row is as expected.</param>
/// <param name="Rows">The rows.</param>
internal sealed record MatrixSummary(bool AsExpected, IReadOnlyList<MatrixResult> Rows);
