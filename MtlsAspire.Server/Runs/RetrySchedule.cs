using System.Collections.Concurrent;

namespace MtlsAspire.Server.Runs;

/// <summary>
/// When a result that the next box refused is tried again: the longer it lies here, the more rarely. The wait is as long as the
/// result is old, so that it doubles with each refusal, up to an hour. It is not kept across restarts, after which each is tried once.
/// </summary>
internal sealed class RetrySchedule
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notBefore = new(StringComparer.Ordinal);

    /// <summary>Whether a result may be tried now.</summary>
    public bool IsDue(string run, DateTimeOffset now) => _notBefore.GetValueOrDefault(run) <= now;

    /// <summary>Takes note of a refusal.</summary>
    /// <param name="run">The run whose result it is.</param>
    /// <param name="created">Since when the result has been lying here.</param>
    /// <param name="now">The time of the refusal.</param>
    public void Refused(string run, DateTimeOffset created, DateTimeOffset now)
    {
        var age = now - created;
        _notBefore[run] = now + (age < Longest ? age : Longest);
    }

    /// <summary>Forgets a result that is not here any more.</summary>
    public void Delivered(string run) => _notBefore.TryRemove(run, out _);
}
