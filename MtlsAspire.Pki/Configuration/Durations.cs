using System.Globalization;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Durations as <c>pki.json</c> and the command line write them: a whole number and a unit, <c>90d</c>, <c>12h</c> or <c>30m</c>.</summary>
internal static class Durations
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525); // a century

    /// <summary>Reads a duration.</summary>
    /// <exception cref="ArgumentException">The text is none.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is > 1 and <= 10 && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var seconds = text[^1] switch { 'd' => 86_400, 'h' => 3_600, 'm' => 60, _ => 0 };
            if (seconds > 0 && number <= Longest.TotalSeconds / seconds)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        throw new ArgumentException($"'{text}' is no duration: write a number and d, h or m, as in 90d, 12h or 30m", nameof(text));
    }

    /// <summary>Writes a duration in the largest unit that fits.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 1 } when duration == TimeSpan.FromDays(Math.Floor(duration.TotalDays)) => $"{duration.TotalDays:0}d",
        { TotalHours: >= 1 } when duration == TimeSpan.FromHours(Math.Floor(duration.TotalHours)) => $"{duration.TotalHours:0}h",
        _ => $"{Math.Ceiling(duration.TotalMinutes):0}m",
    };
}
