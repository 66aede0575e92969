using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;

namespace MtlsAspire.Server.Items;

/// <summary>Which items a list shows to whom: those that no lock of reading hides.</summary>
internal sealed class ItemVisibility(LockBook locks)
{
    public bool Shows(string name, LockAttempt attempt) =>
        locks.Current[Operations.ReadItem]
            .Where(one => one.IsByIdentity && !one.Items.AreAll && one.Items.Include(name))
            .All(one => one.Try(attempt with { Item = name }).IsOpen);
}
