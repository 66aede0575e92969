using System.Globalization;
using System.Text.Json;
using MtlsAspire.Pki.Configuration.Json;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Reads the fields of a JSON object, and reports those that are unknown, twice there, missing or of another type.</summary>
internal sealed class ObjectReader
{
    private readonly ConfigurationErrors _errors;
    private readonly LocatedNode _node;
    private readonly Dictionary<string, LocatedNode> _fields = new(StringComparer.Ordinal);

    /// <summary>Starts to read an object.</summary>
    /// <param name="node">The object; another value is an error.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="known">The names of the fields that it may have.</param>
    public ObjectReader(LocatedNode node, ConfigurationErrors errors, params string[] known)
    {
        _errors = errors;
        _node = node;
        if (node.Kind != JsonValueKind.Object)
        {
            errors.Add(node.Place, $"this is {node.KindInWords}: write an object, {{ … }}, with {string.Join(", ", known)}");
        }

        foreach (var member in node.Members)
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                errors.Add(member.Place, Spelling.Closest(member.Name, known) is { } meant
                    ? $"unknown field: write \"{meant}\"?"
                    : $"unknown field: take it away; there are {string.Join(", ", known)}");
            }
            else if (!_fields.TryAdd(member.Name, member.Value))
            {
                errors.Add(member.Place, "this field is there twice: take one away");
            }
        }
    }

    /// <summary>Where the object stands.</summary>
    public JsonPlace Place => _node.Place;

    /// <summary>Whether a field is there, and is not null.</summary>
    public bool Has(string field) => _fields.TryGetValue(field, out var node) && node.Kind != JsonValueKind.Null;

    /// <summary>Whether a field is there and is null.</summary>
    public bool IsNull(string field) => _fields.TryGetValue(field, out var node) && node.Kind == JsonValueKind.Null;

    /// <summary>Where the value of a field stands.</summary>
    public JsonPlace PlaceOf(string field) => _fields.TryGetValue(field, out var node) ? node.Place : Place;

    /// <summary>The value of a field, or null where it is not there.</summary>
    public LocatedNode? Node(string field) => Has(field) ? _fields[field] : null;

    /// <summary>A text, or null where the field is not there.</summary>
    public string? Text(string field) => Node(field) is { } node ? Text(node) : null;

    /// <summary>The items of a list; empty where the field is not there.</summary>
    public IReadOnlyList<LocatedNode> List(string field)
    {
        if (Node(field) is not { } node)
        {
            return [];
        }

        if (node.Kind != JsonValueKind.Array)
        {
            _errors.Add(node.Place, $"this is {node.KindInWords}: write a list, [ … ]");
        }

        return node.Items;
    }

    /// <summary>Texts in a list, each read by a function that throws <see cref="ArgumentException"/>.</summary>
    public IReadOnlyList<T> List<T>(string field, Func<string, T> read)
    {
        var items = new List<T>();
        foreach (var node in List(field))
        {
            if (Text(node) is { } text && TryRead(node.Place, () => read(text), out var item))
            {
                items.Add(item);
            }
        }

        return items;
    }

    /// <summary>A text that a function reads which throws <see cref="ArgumentException"/>; a fallback where it is not there or wrong.</summary>
    public T Read<T>(string field, T fallback, Func<string, T> read) =>
        Text(field) is { } text && TryRead(PlaceOf(field), () => read(text), out var value) ? value : fallback;

    /// <summary>One of a closed list of words.</summary>
    public T? Word<T>(string field, IReadOnlyCollection<string> words, Func<string, T?> parse)
        where T : struct
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (parse(text) is not { } value)
        {
            _errors.Add(PlaceOf(field), $"'{text}' is none of {string.Join(", ", words)}{(Spelling.Closest(text, words) is { } meant ? $": write \"{meant}\"?" : string.Empty)}");
            return null;
        }

        return value;
    }

    /// <summary>A duration such as <c>90d</c>, <c>12h</c> or <c>30m</c>.</summary>
    public TimeSpan? Duration(string field) => Has(field) ? Read<TimeSpan?>(field, null, text => Durations.Parse(text)) : null;

    /// <summary>An instant: a date, or a date with a time and an offset (RFC 3339).</summary>
    public DateTimeOffset? Instant(string field) => Has(field)
        ? Read<DateTimeOffset?>(field, null, text => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant.ToUniversalTime()
                : throw new ArgumentException($"'{text}' is no date: write 2026-12-31 or 2026-12-31T23:59:59Z", nameof(field)))
        : null;

    /// <summary>Reports what a function refuses.</summary>
    public bool TryRead<T>(JsonPlace place, Func<T> read, out T value)
    {
        try
        {
            value = read();
            return true;
        }
        catch (ArgumentException exception)
        {
            _errors.Add(place, exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal));
            value = default!;
            return false;
        }
    }

    private string? Text(LocatedNode node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return node.Text;
        }

        _errors.Add(node.Place, $"this is {node.KindInWords}: write a text in quotation marks");
        return null;
    }
}
