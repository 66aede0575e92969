namespace MtlsAspire.Server.Locks;

/// <summary>Which items a lock is about: names, in which <c>*</c> stands for any characters.</summary>
/// <param name="patterns">The patterns; empty for all items, and for operations that are about none.</param>
public sealed class ItemPatterns(IReadOnlyList<string> patterns)
{
    /// <summary>All items.</summary>
    public static ItemPatterns All { get; } = new([]);

    /// <summary>Whether every request is concerned, whatever its item.</summary>
    public bool AreAll => patterns.Count == 0;

    /// <summary>Whether an item is concerned.</summary>
    /// <param name="item">The item's name; <c>null</c> where the operation is about none.</param>
    /// <returns>Whether it is.</returns>
    public bool Include(string? item) => AreAll || (item is not null && patterns.Any(pattern => Wildcard.Matches(pattern, item)));
}
