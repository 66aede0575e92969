using System.Text.RegularExpressions;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Configuration;

/// <summary>A pattern of names, such as <c>DNS:*.example.org</c> or <c>URI:spiffe://example.org/**</c>.</summary>
public sealed record NamePattern
{
    private static readonly string[] Kinds = ["DNS", "IP", "URI", "email"];
    private readonly Regex _expression;

    private NamePattern(string text)
    {
        Text = text;
        var escaped = Regex.Escape(text)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", @"[^./:@]*", StringComparison.Ordinal);

        // Not backtracking: the text comes from strangers.
        _expression = new Regex($@"\A{escaped}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern: a kind, a colon, and a name in which <c>*</c> and <c>**</c> stand for something.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is no such pattern.</exception>
    public static NamePattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kind = text.Split(':')[0];
        return text.Length is > 4 and <= 512 && Kinds.Contains(kind, StringComparer.Ordinal) && text.Length > kind.Length + 1
            ? new NamePattern(text)
            : throw new ArgumentException($"'{text}' is no pattern of names: write for example DNS:*.example.org or URI:spiffe://example.org/**", nameof(text));
    }

    /// <summary>Whether a name is one of those meant.</summary>
    /// <param name="name">The name.</param>
    public bool Matches(SubjectAlternativeName name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // A wildcard certificate is more than any single name: it must be allowed literally.
        return name.Value.Contains('*', StringComparison.Ordinal)
            ? string.Equals(name.ToString(), Text, StringComparison.OrdinalIgnoreCase)
            : _expression.IsMatch(name.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
