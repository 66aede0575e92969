namespace MtlsAspire.Pki.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = now;

    public static SetClock AtNoon() => new(Noon);

    public override DateTimeOffset GetUtcNow() => Now;
}
