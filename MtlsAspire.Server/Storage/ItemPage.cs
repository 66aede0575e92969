namespace MtlsAspire.Server.Storage;

/// <summary>A page of a collection.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Tampered">How many more there are that are not what was put in.</param>
/// <param name="Next">The key after which the next page begins; <c>null</c> if this is the last.</param>
internal sealed record ItemPage(IReadOnlyList<StoredItem> Items, int Tampered, byte[]? Next);
