namespace MtlsAspire.Server.Runs;

/// <summary>How an attempt to forward a result ended.</summary>
/// <param name="IsDelivered">Whether the next box has it.</param>
/// <param name="IsAnswered">Whether the next box answered at all.</param>
/// <param name="Problem">Why it does not have it.</param>
internal sealed record ForwardOutcome(bool IsDelivered, bool IsAnswered, string? Problem)
{
    public static ForwardOutcome Delivered { get; } = new(IsDelivered: true, IsAnswered: true, Problem: null);

    public static ForwardOutcome Refused(string problem) => new(IsDelivered: false, IsAnswered: true, problem);

    public static ForwardOutcome Unanswered(string problem) => new(IsDelivered: false, IsAnswered: false, problem);
}
