using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Operations;

/// <content>The exchange of CAs.</content>
public sealed partial class PkiAuthority
{
    /// <summary>
    /// Takes one step of the rollover of a CA: A; A and B; B. Peers that reload <c>ca.crt</c> and <c>issuing-ca.crt</c> between the steps
    /// work throughout. A step that was interrupted is finished by running it again, or by any other operation.
    /// </summary>
    /// <param name="role">Which CA.</param>
    /// <param name="stage">Which step.</param>
    /// <param name="force">For <see cref="RolloverStage.Retire"/>: whether also while certificates of the old issuing CA are in use.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <returns>What was made; the identities whose files changed are among it.</returns>
    /// <exception cref="PkiException">It is not the turn of this step, or the root's key is not at hand.</exception>
    public Task<IReadOnlyList<BootstrapChange>> RolloverAsync(
        AuthorityRole role, RolloverStage stage, bool force, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync<IReadOnlyList<BootstrapChange>>(by, (context, hierarchy) => Roll(context, hierarchy, role, stage, force), cancellationToken);

    private static List<BootstrapChange> Roll(PkiContext context, Hierarchy hierarchy, AuthorityRole role, RolloverStage stage, bool force)
    {
        var rollover = new Rollover(context, role);
        switch (stage)
        {
            case RolloverStage.Prepare:
                rollover.Prepare(hierarchy);
                break;
            case RolloverStage.Activate:
                rollover.Activate(hierarchy);
                break;
            default:
                rollover.Retire(hierarchy, force);
                break;
        }

        new RolloverFiles(context).FinishIfPending();
        var changes = new List<BootstrapChange>();
        using var now = new HierarchyLoader(context, changes.Add).Load(create: false);
        var lists = new RevocationListStore(context);
        if (now.Root.CanSign)
        {
            Add(lists.Update(now, AuthorityRole.Root));
        }

        Add(lists.Update(now, AuthorityRole.Issuing));
        using var identities = new IdentityStore(context, now, changes.Add);
        identities.FollowRollover();
        Add(lists.Update(now, AuthorityRole.Issuing)); // with the rehearsals that are revoked
        return changes;

        void Add(BootstrapChange? change)
        {
            if (change is not null)
            {
                changes.Add(change);
            }
        }
    }
}
