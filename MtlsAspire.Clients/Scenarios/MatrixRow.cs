namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>One row of the matrix, before it is played.</summary>
/// <param name="Scenario">The name of the scenario.</param>
/// <param name="Lock">The lock that is tried.</param>
/// <param name="Client">The identity of the client.</param>
/// <param name="Server">The identity of the rogue server; <c>null</c> where the server is the AppHost's box.</param>
/// <param name="ShowCertificate">Whether the client shows its certificate.</param>
/// <param name="Expectation">What ought to become of it.</param>
internal sealed record MatrixRow(string Scenario, ScenarioLock Lock, string Client, string? Server, bool ShowCertificate, Expectation Expectation)
{
    public string LockName => Lock switch
    {
        ScenarioLock.Explains => "1, explains",
        ScenarioLock.Requires => "1, requires",
        _ => "2",
    };

    /// <summary>What the client ought to see.</summary>
    public string Expected => Lock == ScenarioLock.Requires ? Expectation.ReasonWhereRequired : Expectation.Reason;

    /// <summary>Whether the client sees only that it was refused, and the server alone knows why.</summary>
    public bool IsReasonAtServerOnly => Expected != Expectation.Reason;
}
