namespace MtlsAspire.Server.Storage;

/// <summary>How a change ended.</summary>
internal enum WriteOutcome
{
    /// <summary>A new item is there, durably.</summary>
    Created,

    /// <summary>The new content has taken the place of another, durably.</summary>
    Replaced,

    /// <summary>The item is gone, durably.</summary>
    Deleted,

    /// <summary>There is no such item.</summary>
    Unknown,

    /// <summary>The condition does not hold; nothing has changed.</summary>
    ConditionFailed,
}
