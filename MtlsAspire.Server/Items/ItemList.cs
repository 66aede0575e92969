namespace MtlsAspire.Server.Items;

/// <summary>A page of items.</summary>
/// <param name="Items">The items, in no particular order.</param>
/// <param name="Tampered">How many more there are on this page that are not what was put in, and so are not shown.</param>
/// <param name="Next">To be given as <c>after</c> for the next page; <c>null</c> if this is the last.</param>
internal sealed record ItemList(IReadOnlyList<ItemAnswer> Items, int Tampered, string? Next);
