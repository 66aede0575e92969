namespace MtlsAspire.Clients.Scenarios;

/// <summary>What became of a call, as its caller saw it.</summary>
/// <param name="Reason">Why it was refused, as one word; <see cref="Expectation.Accepted"/> if it was not.</param>
/// <param name="Explanation">The same as one sentence.</param>
/// <param name="Started">When the call began.</param>
/// <param name="TraceId">Its trace, 32 hexadecimal digits; <c>null</c> if nobody traces here.</param>
public sealed record Outcome(string Reason, string Explanation, DateTimeOffset Started, string? TraceId)
{
    /// <summary>The reason where nobody listens at the address: the server is not up yet, or no more.</summary>
    public const string NotReachable = "not_reachable";

    /// <summary>The reason where no answer came in time.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>The outcome as words for a person.</summary>
    public string Words => Reason == Expectation.Accepted ? Expectation.Accepted : $"refused: {Reason}";
}
