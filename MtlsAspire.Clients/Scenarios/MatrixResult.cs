namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>One row of the matrix, played.</summary>
/// <param name="Scenario">The name of the scenario.</param>
/// <param name="Lock">The lock that was tried: <c>1, explains</c>, <c>1, requires</c> or <c>2</c>.</param>
/// <param name="Expected">What ought to have become of it: the reason of whoever decides.</param>
/// <param name="Observed">What became of it: the reason of whoever decided, as far as it could be found out.</param>
/// <param name="AsExpected">Whether all that could be found out is as expected.</param>
/// <param name="ClientReason">What the client saw.</param>
/// <param name="ClientExplanation">The same as one sentence.</param>
/// <param name="ServerReason">What the server saw; <c>null</c> where it could not be found out.</param>
/// <param name="Trace">A link to the trace in the dashboard; <c>null</c> where there is none.</param>
internal sealed record MatrixResult(
    string Scenario,
    string Lock,
    string Expected,
    string Observed,
    bool AsExpected,
    string ClientReason,
    string ClientExplanation,
    string? ServerReason,
    string? Trace);
