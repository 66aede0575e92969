using System.Globalization;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Locks;

/// <summary>
/// One lock's part of the configuration. Reading is strict: what is missing, malformed or not known is told with its
/// place, because a setting that is passed over is a lock that is weaker than somebody thinks.
/// </summary>
public sealed class LockSettings
{
    private const string ItemsKey = "Items";

    private readonly IConfigurationSection _section;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase) { nameof(Name), nameof(Kind), ItemsKey };

    /// <summary>Reads what all locks have.</summary>
    /// <param name="section">The configuration, as in <c>Box:Locks:items.read:0</c>.</param>
    /// <exception cref="ConfigurationException">The name or the kind is missing.</exception>
    public LockSettings(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _section = section;
        Name = Text(nameof(Name), "write a name of your choice, like \"depositors\"");
        Kind = Text(nameof(Kind), $"write one of {string.Join(", ", LockKinds.Names)}");
        Items = new ItemPatterns(OptionalTexts(ItemsKey));
    }

    /// <summary>The lock's name.</summary>
    public string Name { get; }

    /// <summary>The lock's kind.</summary>
    public string Kind { get; }

    /// <summary>The items that the lock is about.</summary>
    public ItemPatterns Items { get; }

    /// <summary>Everything that is set, in one text: locks with the same text are the same lock.</summary>
    public string Fingerprint => string.Join('\n', _section.AsEnumerable(makePathsRelative: true).OrderBy(pair => pair.Key, StringComparer.Ordinal));

    /// <summary>Reads a list of texts.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="hint">What to write.</param>
    /// <returns>At least one text.</returns>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public IReadOnlyList<string> Texts(string key, string hint) =>
        OptionalTexts(key) is { Count: > 0 } texts ? texts : throw Problem(key, "is not set", hint);

    /// <summary>Reads a list of texts that may be missing.</summary>
    /// <param name="key">The setting.</param>
    /// <returns>The texts; empty if it is not set.</returns>
    /// <exception cref="ConfigurationException">It is no list, or one of its texts is empty.</exception>
    public IReadOnlyList<string> OptionalTexts(string key)
    {
        _known.Add(key);
        var setting = _section.GetSection(key);
        if (!string.IsNullOrEmpty(setting.Value)) throw Problem(key, "is a single value", "write a list: [ … ]");
        var texts = setting.GetChildren().Select(child => child.Value ?? "").ToArray();
        return Array.Exists(texts, string.IsNullOrWhiteSpace) ? throw Problem(key, "has an empty entry", "take it out") : texts;
    }

    /// <summary>Reads a duration above zero.</summary>
    /// <param name="key">The setting.</param>
    /// <returns>The duration.</returns>
    /// <exception cref="ConfigurationException">It is missing, or no such duration.</exception>
    public TimeSpan Duration(string key)
    {
        const string Hint = "write it like 30.00:00:00 for thirty days, or 00:05:00 for five minutes";
        return TimeSpan.TryParse(Text(key, Hint), CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw Problem(key, $"'{_section[key]}' is not a duration above zero", Hint);
    }

    /// <summary>Reads a whole number above zero.</summary>
    /// <param name="key">The setting.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ConfigurationException">It is missing, or no such number.</exception>
    public int Number(string key)
    {
        const string Hint = "write a whole number above zero";
        return int.TryParse(Text(key, Hint), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Problem(key, $"'{_section[key]}' is not a whole number above zero", Hint);
    }

    /// <summary>Reads a time of day, UTC.</summary>
    /// <param name="key">The setting.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ConfigurationException">It is missing, or no time of day.</exception>
    public TimeOnly TimeOfDay(string key)
    {
        const string Hint = "write it like 08:30, in UTC";
        return TimeOnly.TryParseExact(Text(key, Hint), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Problem(key, $"'{_section[key]}' is not a time of day", Hint);
    }

    /// <summary>Says what is wrong with a setting.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="hint">What to do.</param>
    /// <returns>The exception, to be thrown.</returns>
    public ConfigurationException Problem(string key, string problem, string hint) => new($"{_section.Path}:{key} {problem}; {hint}.");

    /// <summary>To be called when everything is read: refuses what nobody has read.</summary>
    /// <exception cref="ConfigurationException">There is a setting that this kind of lock does not have.</exception>
    public void RefuseOthers()
    {
        if (_section.GetChildren().FirstOrDefault(child => !_known.Contains(child.Key)) is { } unknown)
            throw new ConfigurationException($"{unknown.Path}: a lock of kind {Kind} has no such setting; it has {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private string Text(string key, string hint)
    {
        _known.Add(key);
        return _section[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Problem(key, "is not set", hint);
    }
}
