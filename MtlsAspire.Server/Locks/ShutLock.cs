namespace MtlsAspire.Server.Locks;

/// <summary>The lock that stayed shut for a request.</summary>
internal sealed record ShutLock(ILock Lock, LockAttempt Attempt, LockDecision Decision)
{
    /// <summary>Whether the item is hidden from the client, so that it must look as if there were none.</summary>
    public bool IsHiding => Lock.IsByIdentity && !Lock.Items.AreAll && Attempt.Certificate is not null;
}
