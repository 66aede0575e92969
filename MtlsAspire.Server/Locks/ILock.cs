using Microsoft.AspNetCore.Authorization;

namespace MtlsAspire.Server.Locks;

/// <summary>
/// One lock of a box: opens for a request or stays shut, for a reason that it names. A requirement of the policy of an
/// operation; the operation is done when all of its locks have opened, in their order.
/// </summary>
public interface ILock : IAuthorizationRequirement
{
    /// <summary>The name that the configuration gives it, unique within its operation.</summary>
    string Name { get; }

    /// <summary>What kind of lock it is, as the configuration names it.</summary>
    string Kind { get; }

    /// <summary>Which items it is about; all unless the configuration says otherwise.</summary>
    ItemPatterns Items { get; }

    /// <summary>
    /// Whether the decision follows from who asks alone, so that it may be taken any number of times. Such a lock hides
    /// the items that it keeps shut: they are answered as unknown, and left out of lists.
    /// </summary>
    bool IsByIdentity { get; }

    /// <summary>Decides about a request. Called once for each request, by any number of threads.</summary>
    /// <param name="attempt">Who asks for what.</param>
    /// <returns>The decision.</returns>
    LockDecision Try(LockAttempt attempt);
}
