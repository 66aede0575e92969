namespace MtlsAspire.Clients.Scenarios;

/// <summary>
/// What a scenario's process says: one line for each call, and after each round a line for the state that the dashboard shows.
/// The second kind begins with <see cref="StatePrefix"/>, by which the AppHost finds it.
/// </summary>
public static class ScenarioReport
{
    /// <summary>What the line of a state begins with.</summary>
    public const string StatePrefix = "STATE ";

    /// <summary>The line of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="outcome">What became of it.</param>
    public static string Line(ScenarioCall call, Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(outcome);
        var where = call.Lock == ScenarioLock.Server ? call.Scenario : $"{call.Address.Authority} ({call.Lock.ToString().ToLowerInvariant()})";
        var result = call.IsMetBy(outcome) ? "as expected" : $"NOT as expected, which was {call.Expected}";
        return $"{where}: {outcome.Words}, {result}. {outcome.Explanation}";
    }

    /// <summary>The line of a state.</summary>
    /// <param name="state">The state.</param>
    public static string StateLine(string state) => StatePrefix + state;

    /// <summary>The state of a client after a round.</summary>
    /// <param name="round">Its calls and what became of them, at least one.</param>
    /// <returns>The state; where a server was not up, which says nothing about the scenario, that it is waited for.</returns>
    public static string State(IReadOnlyList<(ScenarioCall Call, Outcome Outcome)> round)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.FirstOrDefault(one => one.Outcome.Reason is Outcome.NotReachable or Outcome.NoAnswer) is ({ } waiting, { } silence))
            return $"Waiting for {waiting.Address.Authority}: {silence.Reason}";
        var wrong = round.Where(one => !one.Call.IsMetBy(one.Outcome)).ToList();
        var first = (wrong.Count > 0 ? wrong : round)[0];
        var whose = first.Call.Lock == ScenarioLock.Server ? $"{first.Call.Scenario} " : "";
        return wrong.Count > 0 ? $"NOT as expected: {whose}{first.Outcome.Reason} instead of {first.Call.Expected}"
            : first.Call.Lock == ScenarioLock.Server ? $"{round.Count} servers judged rightly"
            : first.Call.Expected == Expectation.Accepted ? "Accepted as expected"
            // The reason first: a column of a table has little room.
            : $"{first.Call.Expected}, refused as expected";
    }
}
