using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>The revocation lists of the CAs, <c>ca.crl</c> and <c>issuing-ca.crl</c>: always what the ledger says.</summary>
internal sealed class RevocationListStore(PkiContext context)
{
    /// <summary>The lists in a file: that of the CA that signs, during a rollover followed by the others'.</summary>
    /// <exception cref="PkiException">It is damaged. To start an empty one instead would pardon every revoked certificate.</exception>
    public static IReadOnlyList<RevocationList> Read(CertificateDirectory directory, string name)
    {
        var file = CertificateFiles.RevocationList(name);
        try
        {
            return directory.ReadText(file) is { } pem ? RevocationList.AllFromPem(pem) : [];
        }
        catch (CryptographicException exception)
        {
            throw new PkiException(
                $"{directory.PathOf(file)} is not a revocation list in PEM: restore it, or delete it if it revoked nothing, and run bootstrap again.", exception);
        }
    }

    /// <summary>The ledger's record of a list.</summary>
    public static RevocationListRecord RecordOf(RevocationList list, X509Certificate2 issuer, string by) =>
        new(KeyIdentifier.Of(issuer), list.Number, list.ThisUpdate, list.NextUpdate, list.Revoked().Count, by);

    /// <summary>Brings the file of a role up to date: signs the lists that are missing, half over, or lack a revocation.</summary>
    /// <param name="hierarchy">The CAs.</param>
    /// <param name="role">Whose file.</param>
    /// <param name="force">Whether to sign new lists whatever the old ones are.</param>
    /// <returns>What was made, or null when the file can stay.</returns>
    public BootstrapChange? Update(Hierarchy hierarchy, AuthorityRole role, bool force = false)
    {
        var name = AuthorityBundles.NameOf(role);
        var active = role == AuthorityRole.Root ? hierarchy.Root : hierarchy.Issuing;
        var others = hierarchy.Others.Where(other => other.Name.StartsWith(name + "-", StringComparison.Ordinal));
        var found = Read(context.Directory, name);
        var lists = new List<RevocationList>();
        (BootstrapAction Action, string? Reason)? change = null;
        foreach (var authority in others.Prepend(active))
        {
            var current = found.FirstOrDefault(list => list.IsIssuedBy(authority.Certificate.SubjectName, authority.Certificate.PublicKey));
            AdoptUnknown(current, authority);
            var why = force ? (BootstrapAction.Renewed, "it was asked for") : Fault(current, authority, found.Count > 0);
            if (why is not null && (authority.CanSign || IsIndispensable(current)))
            {
                change ??= why;
                current = Sign(authority, current);
            }

            if (current is not null)
            {
                lists.Add(current);
            }
        }

        if (change is null && lists.Count == found.Count)
        {
            return null;
        }

        var file = CertificateFiles.RevocationList(name);
        context.Directory.WritePublic(file, string.Concat(lists.Select(list => RevocationList.ToPem(list.Der))));
        var (action, reason) = change ?? (BootstrapAction.Replaced, "it held the list of another CA");
        return new BootstrapChange(action, file, active.Certificate.Subject, lists[0].NextUpdate, reason);
    }

    // Without the root's key an old list is as good as it gets; a missing or outdated one stops every peer that checks.
    private bool IsIndispensable(RevocationList? current) => current is null || current.NextUpdate <= context.Now;

    private (BootstrapAction, string?)? Fault(RevocationList? current, LoadedAuthority authority, bool isThere) => current switch
    {
        null when !isThere => (BootstrapAction.Created, null),
        null when authority.State != AuthorityState.Active => (BootstrapAction.Replaced, $"it lacked the list of {authority.Certificate.Subject}"),
        null => (BootstrapAction.Replaced, "another CA had issued it"),
        _ when current.IsDueForRefresh(context.Now) => (BootstrapAction.Renewed, "more than half of its time had passed"),
        _ when Missing(current, authority) => (BootstrapAction.Replaced, "it lacked a revocation"),
        _ => null,
    };

    private bool Missing(RevocationList current, LoadedAuthority authority)
    {
        var listed = current.Revoked().Select(entry => entry.Serial).ToHashSet(StringComparer.Ordinal);
        return context.Ledger.Revoked(authority.KeyId, current.ThisUpdate).Any(entry => !listed.Contains(Convert.ToHexString(entry.Serial)));
    }

    // Somebody else may have signed the list in the file: what it revokes is revoked.
    private void AdoptUnknown(RevocationList? current, LoadedAuthority authority)
    {
        if (current is not null && context.Ledger.LastList(authority.KeyId)?.Number != current.Number)
        {
            context.Ledger.Together(() =>
            {
                new LedgerAdoption(context).AdoptRevocations(current, authority.KeyId);
                context.Ledger.RecordList(RecordOf(current, authority.Certificate, LedgerAdoption.By));
            });
        }
    }

    private RevocationList Sign(LoadedAuthority authority, RevocationList? current)
    {
        var last = context.Ledger.LastList(authority.KeyId);
        var revoked = context.Ledger.Revoked(authority.KeyId, last?.ThisUpdate ?? DateTimeOffset.UnixEpoch);
        var entries = new CertificateRevocationListBuilder();
        foreach (var (serial, at, reason) in revoked)
        {
            // RFC 5280, 5.3.1: "unspecified" is said by saying nothing.
            entries.AddEntry(serial, at, reason == X509RevocationReason.Unspecified ? null : reason);
        }

        // Numbers must rise (RFC 5280, 5.2.3), also where the last list and the ledger were lost: hence the time, not a count from one.
        var number = BigInteger.Max(context.Now.ToUnixTimeSeconds(), BigInteger.Max(last?.Number ?? 0, current?.Number ?? 0) + 1);
        var list = RevocationList.FromDer(authority.Signer.SignRevocationList(entries, number, Lifetime(authority)));
        context.Ledger.RecordList(RecordOf(list, authority.Certificate, context.By));
        return list;
    }

    // A root whose key is locked away cannot sign a list every other week.
    private TimeSpan Lifetime(LoadedAuthority authority) =>
        authority.Name.StartsWith(CertificateFiles.Root, StringComparison.Ordinal) && context.Passphrase is not null
            ? TimeSpan.FromDays(180)
            : context.Configuration.RevocationListLifetime;
}
