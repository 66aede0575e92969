namespace MtlsAspire.Server.Storage;

/// <summary>What must hold of the present item for a change to happen; decided together with the change, so that nobody comes between.</summary>
/// <param name="isMet">Whether the present item (<c>null</c> if there is none) allows the change.</param>
internal sealed class WriteCondition(Func<StoredItem?, bool> isMet)
{
    /// <summary>No condition.</summary>
    public static WriteCondition None { get; } = new(_ => true);

    /// <summary>There must be no item yet.</summary>
    public static WriteCondition New { get; } = new(present => present is null);

    public bool IsMetBy(StoredItem? present) => isMet(present);
}
