namespace MtlsAspire.Pki.Verify;

/// <summary>A clock that stands still: certificates are judged as of its time.</summary>
/// <param name="now">The time.</param>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;
}
