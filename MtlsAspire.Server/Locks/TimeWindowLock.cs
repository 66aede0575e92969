namespace MtlsAspire.Server.Locks;

/// <summary>Opens at certain times of the day and days of the week, in UTC. A window may reach past midnight; it then belongs to the day on which it began.</summary>
public sealed class TimeWindowLock : LockBase
{
    private readonly TimeOnly _from;
    private readonly TimeOnly _to;
    private readonly HashSet<DayOfWeek> _days;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings"><c>From</c> (included), <c>To</c> (excluded), as in 08:00, UTC; <c>Days</c>, as in Monday: all if not set.</param>
    public TimeWindowLock(LockSettings settings)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _from = settings.TimeOfDay("From");
        _to = settings.TimeOfDay("To");
        if (_from == _to) throw settings.Problem("To", "is the same as From, so that the lock would never open", "write a later time");
        var days = settings.OptionalTexts("Days");
        _days = [.. days.Select(day => Day(settings, day))];
        if (days.Count == 0) _days = [.. Enum.GetValues<DayOfWeek>()];
    }

    /// <inheritdoc/>
    public override bool IsByIdentity => false;

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var now = attempt.Now.UtcDateTime;
        var time = TimeOnly.FromDateTime(now);
        var isOpen = _from < _to
            ? time >= _from && time < _to && _days.Contains(now.DayOfWeek)
            : (time >= _from && _days.Contains(now.DayOfWeek)) || (time < _to && _days.Contains(now.AddDays(-1).DayOfWeek));
        return isOpen
            ? LockDecision.Open($"It is within {_from:HH\\:mm} to {_to:HH\\:mm} UTC.")
            : LockDecision.Shut("outside_time_window", $"This lock opens from {_from:HH\\:mm} to {_to:HH\\:mm} UTC{Describe()}.");
    }

    private string Describe() => _days.Count == 7 ? "" : $" on {string.Join(", ", _days.Order())}";

    private static DayOfWeek Day(LockSettings settings, string text) =>
        Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && Enum.IsDefined(day) && !char.IsAsciiDigit(text[0])
            ? day
            : throw settings.Problem("Days", $"has '{text}', which is no day of the week", "write them like Monday");
}
