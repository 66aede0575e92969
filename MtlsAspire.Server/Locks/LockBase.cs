namespace MtlsAspire.Server.Locks;

/// <summary>What all locks have of their settings.</summary>
/// <param name="settings">The lock's part of the configuration.</param>
public abstract class LockBase(LockSettings settings) : ILock
{
    /// <inheritdoc/>
    public string Name { get; } = settings.Name;

    /// <inheritdoc/>
    public string Kind { get; } = settings.Kind;

    /// <inheritdoc/>
    public ItemPatterns Items { get; } = settings.Items;

    /// <inheritdoc/>
    public virtual bool IsByIdentity => true;

    /// <inheritdoc/>
    public abstract LockDecision Try(LockAttempt attempt);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Kind})";
}
