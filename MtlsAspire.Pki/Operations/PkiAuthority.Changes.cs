using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <content>What changes files.</content>
public sealed partial class PkiAuthority
{
    private const int BatchSize = 100;

    /// <summary>Issues an identity with a new key and writes its files, replacing those that are there.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="by">Who has it issued.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <returns>The certificate, without private key.</returns>
    /// <exception cref="PkiException">A name constraint forbids it, or the directory cannot be used.</exception>
    public Task<X509Certificate2> IssueAsync(IdentityDeclaration identity, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (identity.Defect is null)
        {
            RequirePermitted(identity.Request.AlternativeNames);
        }

        return ChangeAsync(by, (context, hierarchy) =>
        {
            Directory.RequireSound(CertificateFiles.OfIdentity(identity.Name));
            using var identities = new IdentityStore(context, hierarchy);
            var leaf = identities.Issue(IssuancePlan.For(identity, context.Now), BootstrapAction.Created, reason: null);
            if (identity.Defect == IdentityDefect.Revoked)
            {
                new RevocationListStore(context).Update(hierarchy, AuthorityRole.Issuing);
            }

            return leaf;
        }, cancellationToken);
    }

    /// <summary>
    /// Issues many sound identities, in batches: each batch is complete, in the ledger and on disk, before the next begins. Identities
    /// whose certificate is there already are passed over, so that an interrupted run can be taken up again.
    /// </summary>
    /// <param name="identities">The identities.</param>
    /// <param name="by">Who has them issued.</param>
    /// <param name="progress">Is told how many are done; null for nobody.</param>
    /// <param name="cancellationToken">Stops after the batch at hand.</param>
    /// <returns>How many were issued, and how many were there.</returns>
    public async Task<(int Issued, int Present)> IssueManyAsync(
        IReadOnlyList<IdentityDeclaration> identities, string by, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identities);
        RequirePermitted(identities.SelectMany(identity => identity.Request.AlternativeNames));
        var missing = identities.Where(identity => !File.Exists(Directory.PathOf(CertificateFiles.Certificate(identity.Name)))).ToList();
        var present = identities.Count - missing.Count;
        progress?.Report(present);
        var issued = 0;
        foreach (var batch in missing.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            issued += await ChangeAsync(by, (context, hierarchy) => IssueBatch(context, hierarchy, batch), cancellationToken);
            progress?.Report(present + issued);
        }

        return (issued, present);
    }

    /// <summary>Issues an identity again: as it is declared, or where it is not, as its certificate is.</summary>
    /// <param name="name">The name of the identity.</param>
    /// <param name="key">Whether with a new key.</param>
    /// <param name="by">Who has it renewed.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <returns>The certificate, without private key. The old one stays valid until its end.</returns>
    /// <exception cref="PkiException">There is no such identity, or its key is not here.</exception>
    public Task<X509Certificate2> RenewAsync(string name, RenewalKey key, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(by, (context, hierarchy) =>
        {
            if (!IdentityDeclaration.IsUsable(name))
            {
                throw new PkiException($"'{name}' cannot be the name of an identity: run list to see which there are.");
            }

            Directory.RequireSound(CertificateFiles.OfIdentity(name));
            using var found = IdentityInspection.Read(Directory, name);
            var declared = Configuration.Identities.FirstOrDefault(identity => identity.Name == name);
            var identity = declared ?? IdentityRecovery.From(name, found.Leaf, NoSuchIdentity(name));
            if (key == RenewalKey.Same && found.Key is null)
            {
                throw new PkiException($"{Directory.PathOf(CertificateFiles.Key(name))} is not there or cannot be read: renew with a new key (--new-key).");
            }

            using var identities = new IdentityStore(context, hierarchy);
            var plan = IssuancePlan.For(identity, context.Now);
            if (key == RenewalKey.Same && found.Key!.Type != plan.KeyType)
            {
                throw new PkiException($"The key of {name} is {KeyTypes.NameOf(found.Key.Type)}, but {KeyTypes.NameOf(plan.KeyType)} is declared: renew with a new key (--new-key).");
            }

            return identities.Issue(plan, BootstrapAction.Renewed, reason: null, key == RenewalKey.Same ? found.Key : null);
        }, cancellationToken);

    /// <summary>Revokes certificates and publishes the revocation list before it returns.</summary>
    /// <param name="nameOrSerial">A name, whose valid certificates are all revoked, or one serial number in hexadecimal.</param>
    /// <param name="reason">Why (RFC 5280, 5.3.1).</param>
    /// <param name="by">Who revokes it.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <returns>What is revoked now and was not before; empty where it was revoked already.</returns>
    /// <exception cref="PkiException">There is no such certificate, or the reason cannot be given.</exception>
    public Task<IReadOnlyList<LedgerEntry>> RevokeAsync(string nameOrSerial, X509RevocationReason reason, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(by, (context, hierarchy) =>
        {
            var revocation = new Revocation(context.Now, reason, by);
            IReadOnlyList<LedgerEntry> revoked = [.. RevocationTargets.Find(Ledger, hierarchy, nameOrSerial, context.Now)
                .Where(entry => Ledger.Revoke(entry.IssuerKeyId, entry.Serial, revocation))
                .Select(entry => entry with { Revocation = revocation })];
            var lists = new RevocationListStore(context);
            lists.Update(hierarchy, AuthorityRole.Issuing);
            lists.Update(hierarchy, AuthorityRole.Root);
            return revoked;
        }, cancellationToken);

    /// <summary>Signs and writes the revocation lists anew.</summary>
    /// <param name="force">Whether also those that could stay.</param>
    /// <param name="by">Who has them signed.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <returns>What was made.</returns>
    public Task<IReadOnlyList<BootstrapChange>> PublishRevocationListsAsync(bool force, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync<IReadOnlyList<BootstrapChange>>(by, (context, hierarchy) =>
        {
            var lists = new RevocationListStore(context);
            return [.. new[] { lists.Update(hierarchy, AuthorityRole.Root, force), lists.Update(hierarchy, AuthorityRole.Issuing, force) }.OfType<BootstrapChange>()];
        }, cancellationToken);

    // Where another process was faster, its certificates stay.
    private int IssueBatch(PkiContext context, Hierarchy hierarchy, IdentityDeclaration[] batch)
    {
        var missing = batch.Where(identity => !File.Exists(Directory.PathOf(CertificateFiles.Certificate(identity.Name)))).ToList();
        Directory.RequireSound(missing.SelectMany(identity => CertificateFiles.OfIdentity(identity.Name)));
        var bulk = new BulkIssue(context, hierarchy.Issuing.Signer, hierarchy.Chain);
        var made = bulk.Make(missing);
        bulk.Record(made);
        bulk.Write(made);
        foreach (var (_, leaf, key) in made)
        {
            leaf.Dispose();
            key.Dispose();
        }

        return missing.Count;
    }

    private PkiException NoSuchIdentity(string name) =>
        new($"{Directory.PathOf(CertificateFiles.Certificate(name))} is not there, and {name} is not declared: issue it, or run list to see which there are.");

    private async Task<T> ChangeAsync<T>(string by, Func<PkiContext, Hierarchy, T> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        try
        {
            using var @lock = await DirectoryLock.AcquireAsync(Directory.Path, () => _options.Waiting?.Invoke(), cancellationToken);
            return WithHierarchy(hierarchy => change(_context with { By = by }, hierarchy));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new PkiException($"The certificate directory {Directory.Path} cannot be used: {exception.Message}", exception);
        }
    }
}
