namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource as it is shown.</summary>
/// <param name="Text">The state, usually one of <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">One of <see cref="KnownResourceStateStyles"/>, or null for the style that fits the state.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>Makes a state without a style of its own; null stays null.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}
