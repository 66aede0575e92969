namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>A clock that a test sets. Nothing in these tests depends on the time of day.</summary>
public sealed class StandingClock : TimeProvider
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
