using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>One bootstrap of one directory, which is locked.</summary>
internal sealed class BootstrapRun(
    CertificateDirectory directory,
    BootstrapOptions options,
    IBootstrapObserver? observer,
    CancellationToken cancellationToken)
{
    private readonly List<BootstrapChange> _changes = [];

    public BootstrapResult Run()
    {
        // Everything that can be refused is read and judged before the first write.
        string[] files = [.. CertificateFiles.OfAuthorities(), .. options.Identities.SelectMany(identity => CertificateFiles.OfIdentity(identity.Name))];
        directory.RequireSound(files);
        if (!IssuanceLedger.Exists(directory.Path))
        {
            HierarchyLoader.ReadSound(directory, options.Passphrase, options.Clock.GetUtcNow());
        }

        RevocationListStore.Read(directory, CertificateFiles.Root);
        RevocationListStore.Read(directory, CertificateFiles.Issuing);

        using var ledger = IssuanceLedger.Open(directory.Path);
        var context = new PkiContext
        {
            Directory = directory,
            Ledger = ledger,
            Configuration = options.Configuration,
            Clock = options.Clock,
            Passphrase = options.Passphrase,
            By = options.By,
        };
        directory.DeleteLeftovers(files);
        using var hierarchy = new HierarchyLoader(context, Report, cancellationToken).Load(create: true);
        var lists = new RevocationListStore(context);
        Report(lists.Update(hierarchy, AuthorityRole.Root));
        Report(lists.Update(hierarchy, AuthorityRole.Issuing));
        RememberedConfiguration.Keep(ledger, options.Configuration);
        using var identities = new IdentityStore(context, hierarchy, Report, cancellationToken);
        foreach (var identity in options.Identities)
        {
            identities.Complete(identity);
        }

        Report(lists.Update(hierarchy, AuthorityRole.Issuing)); // with those that were made to be revoked
        return new BootstrapResult(_changes);
    }

    private void Report(BootstrapChange? change)
    {
        if (change is not null)
        {
            _changes.Add(change);
            observer?.Made(change);
        }
    }
}
