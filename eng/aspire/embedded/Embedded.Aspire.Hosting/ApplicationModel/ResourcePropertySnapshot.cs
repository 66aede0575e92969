namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named fact about a resource.</summary>
/// <param name="Name">The name; for names with a meaning to clients see <see cref="CustomResourceKnownProperties"/>.</param>
/// <param name="Value">A string, a number, a boolean or a sequence of strings or numbers; other types are shown as text.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>True when the value is masked until the user asks to see it.</summary>
    public bool IsSensitive { get; init; }
}
