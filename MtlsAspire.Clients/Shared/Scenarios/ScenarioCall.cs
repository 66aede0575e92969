namespace MtlsAspire.Clients.Scenarios;

/// <summary>One call of a scenario: who tries which lock, and what ought to become of it.</summary>
/// <param name="Scenario">The name of the scenario: that of the identity with the defect.</param>
/// <param name="Lock">The lock.</param>
/// <param name="Address">The server.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Expected">What the caller ought to see: a reason, or <see cref="Expectation.Accepted"/>.</param>
public sealed record ScenarioCall(string Scenario, ScenarioLock Lock, Uri Address, string Path, string Expected)
{
    /// <summary>The two calls of a client: one to each address of a box.</summary>
    /// <param name="scenario">The name of the scenario.</param>
    /// <param name="expectation">What ought to become of it.</param>
    /// <param name="explains">The address that explains.</param>
    /// <param name="requires">The address that requires.</param>
    public static IReadOnlyList<ScenarioCall> OfClient(string scenario, Expectation expectation, Uri explains, Uri requires)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        return
        [
            new(scenario, ScenarioLock.Explains, explains, expectation.Path, expectation.Reason),
            new(scenario, ScenarioLock.Requires, requires, expectation.Path, expectation.ReasonWhereRequired),
        ];
    }

    /// <summary>Whether an outcome is the one that was expected.</summary>
    /// <param name="outcome">The outcome.</param>
    public bool IsMetBy(Outcome outcome) => outcome?.Reason == Expected;
}
