namespace MtlsAspire.Server.Locks;

/// <summary>
/// Opens for the second of two different persons who ask for the same within some minutes. The first is told to find a
/// second; the second does it. Both have been used up then: the next time needs two again.
/// </summary>
/// <remarks>Put it last, so that only those count for whom all other locks have opened. A restart forgets who has asked.</remarks>
/// <param name="settings"><c>Within</c>: the time in which both must have asked.</param>
public sealed class TwoPersonsLock(LockSettings settings) : LockBase(settings)
{
    /// <summary>How many requests can wait for their second person.</summary>
    internal const int MaxWaiting = 1024;

    private readonly TimeSpan _within = settings.Duration("Within");
    private readonly Dictionary<string, First> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public override bool IsByIdentity => false;

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (attempt.Certificate is null) return LockDecision.Shut("not_authenticated", "The client has no certificate that is accepted here.");
        var what = $"{attempt.Operation}\n{attempt.Item}";
        lock (_gate)
        {
            if (_waiting.TryGetValue(what, out var first) && attempt.Now - first.At <= _within && first.Identity != attempt.Identity)
            {
                _waiting.Remove(what);
                return LockDecision.Open($"{first.Identity} has asked for the same at {first.At:u}.");
            }

            if (_waiting.Count >= MaxWaiting) Forget(attempt.Now);
            if (_waiting.Count >= MaxWaiting && !_waiting.ContainsKey(what))
                return LockDecision.Shut("too_many_waiting", "Too many requests wait for their second person; ask again later.") with { RetryAfter = _within };

            _waiting[what] = new First(attempt.Identity, attempt.Now);
            return LockDecision.Shut("second_person_needed", $"Another person must ask for the same by {attempt.Now + _within:u}.");
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (what, _) in _waiting.Where(pair => now - pair.Value.At > _within).ToArray()) _waiting.Remove(what);
    }

    private sealed record First(string Identity, DateTimeOffset At);
}
