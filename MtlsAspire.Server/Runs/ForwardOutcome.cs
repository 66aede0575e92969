namespace MtlsAspire.Server.Runs;

/// <summary>How an attempt to forward a result ended.</summary>
/// <param name="IsDelivered">Whether the next box has it.</param>
/// <param name="Problem">Why not.</param>
internal sealed record ForwardOutcome(bool IsDelivered, string? Problem)
{
    public static ForwardOutcome Delivered { get; } = new(IsDelivered: true, Problem: null);
}
