namespace MtlsAspire.Server.Locks;

/// <summary>What a lock decided.</summary>
/// <param name="IsOpen">Whether it opened.</param>
/// <param name="Reason">Why, as one word for telemetry and problem details, as in <c>role_missing</c>.</param>
/// <param name="Explanation">The same as one sentence for people.</param>
public sealed record LockDecision(bool IsOpen, string Reason, string Explanation)
{
    /// <summary>When it is worth to ask again; <c>null</c> where asking again does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The lock opens.</summary>
    /// <param name="explanation">Why, as one sentence.</param>
    /// <returns>The decision.</returns>
    public static LockDecision Open(string explanation) => new(IsOpen: true, "opened", explanation);

    /// <summary>The lock stays shut.</summary>
    /// <param name="reason">Why, as one word.</param>
    /// <param name="explanation">Why, as one sentence.</param>
    /// <returns>The decision.</returns>
    public static LockDecision Shut(string reason, string explanation) => new(IsOpen: false, reason, explanation);
}
