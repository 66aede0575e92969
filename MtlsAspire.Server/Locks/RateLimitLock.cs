namespace MtlsAspire.Server.Locks;

/// <summary>Opens for each identity so many times in a period: a bucket of permits, refilled evenly.</summary>
/// <param name="settings"><c>Permits</c>: how many; <c>Per</c>: in what time.</param>
public sealed class RateLimitLock(LockSettings settings) : LockBase(settings)
{
    /// <summary>How many identities are told apart; beyond that, those whose buckets are full are forgotten.</summary>
    internal const int MaxIdentities = 4096;

    private readonly int _permits = settings.Number("Permits");
    private readonly TimeSpan _per = settings.Duration("Per");
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public override bool IsByIdentity => false;

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        lock (_gate)
        {
            if (_buckets.Count >= MaxIdentities && !_buckets.ContainsKey(attempt.Identity)) Forget(attempt.Now);
            if (_buckets.Count >= MaxIdentities && !_buckets.ContainsKey(attempt.Identity))
                return LockDecision.Shut("too_many_identities", "Too many clients ask at once; ask again later.") with { RetryAfter = _per };

            var permits = _buckets.TryGetValue(attempt.Identity, out var bucket) ? Refilled(bucket, attempt.Now) : _permits;
            if (permits >= 1)
            {
                _buckets[attempt.Identity] = new Bucket(permits - 1, attempt.Now);
                return LockDecision.Open($"{(int)(permits - 1)} of {_permits} requests are left.");
            }

            var wait = _per * ((1 - permits) / _permits);
            return LockDecision.Shut("rate_exceeded", $"This lock opens {_permits} times in {_per:d\\.hh\\:mm\\:ss} for each client; ask again in {Math.Ceiling(wait.TotalSeconds)} s.") with { RetryAfter = wait };
        }
    }

    private double Refilled(Bucket bucket, DateTimeOffset now) =>
        Math.Min(_permits, bucket.Permits + (_permits * Math.Max(0, (now - bucket.At) / _per)));

    private void Forget(DateTimeOffset now)
    {
        foreach (var (identity, _) in _buckets.Where(pair => Refilled(pair.Value, now) >= _permits).ToArray()) _buckets.Remove(identity);
    }

    private sealed record Bucket(double Permits, DateTimeOffset At);
}
