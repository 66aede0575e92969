using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>One step of the rollover of a CA. Each step first becomes true in the ledger, then in the files; run again, it finishes.</summary>
internal sealed class Rollover(PkiContext context, AuthorityRole role)
{
    private readonly string _name = AuthorityBundles.NameOf(role);

    private string Stages => $"rollover {(role == AuthorityRole.Root ? "root" : "issuing")}";

    /// <summary>Makes the CA that shall follow.</summary>
    public void Prepare(Hierarchy hierarchy)
    {
        if (Find(AuthorityState.Previous) is not null)
        {
            throw new PkiException($"The previous {_name} has not been retired: run {Stages} --stage retire first.");
        }

        if (Find(AuthorityState.Next) is not null)
        {
            return; // done before; the caller brings the files into line
        }

        var root = hierarchy.Root.Signer;
        var settings = role == AuthorityRole.Root ? context.Configuration.Root : context.Configuration.Issuing;
        var generation = context.Ledger.Authorities().Count(authority => authority.Role == role) + 1;
        var subject = SubjectName.Of($"{settings.CommonName} G{generation}", context.Configuration.Subject, roles: []);
        var key = NextKey(settings.KeyType);
        if (role == AuthorityRole.Issuing)
        {
            var profile = CertificateProfile.IssuingCa with { Lifetime = settings.Lifetime, NameConstraints = settings.NameConstraints };
            using var issuing = root.CreateIssuing(subject, key, validity: null, profile);
            RecordNext(issuing.Certificate, LedgerKind.IssuingCa);
            return;
        }

        using var next = CertificateAuthority.CreateRoot(subject, key, validity: null, context.Clock, CertificateProfile.RootCa with { Lifetime = settings.Lifetime });
        using var newWithOld = root.CrossSign(next.Certificate);
        using var oldWithNew = next.CrossSign(root.Certificate);
        RecordNext(next.Certificate, LedgerKind.Root, newWithOld, oldWithNew);
    }

    /// <summary>Lets the next CA sign.</summary>
    public void Activate(Hierarchy hierarchy)
    {
        if (Find(AuthorityState.Next) is not { } next)
        {
            if (Find(AuthorityState.Previous) is not null)
            {
                return; // done before
            }

            throw new PkiException($"There is no next {_name}: run {Stages} --stage prepare first, and wait until every peer has its certificate.");
        }

        // A new root certifies the issuing CA's key as the old one did, so that no leaf has to change.
        var active = Find(AuthorityState.Active)!;
        using var reissued = role == AuthorityRole.Root ? Recertify(hierarchy) : null;
        context.Ledger.Together(() =>
        {
            context.Ledger.SetAuthorities(active with { State = AuthorityState.Previous }, next with { State = AuthorityState.Active });
            if (reissued is not null)
            {
                context.Ledger.Record(LedgerEntry.Of(reissued, CertificateFiles.Issuing, LedgerKind.IssuingCa, context.Now, context.By));
                context.Ledger.SetAuthorities(new AuthorityRecord(KeyIdentifier.Of(reissued), AuthorityRole.Issuing, AuthorityState.Active, reissued.RawDataMemory));
            }

            RolloverFiles.SetPending(context.Ledger, role);
        });
    }

    /// <summary>Takes the previous CA away.</summary>
    /// <param name="hierarchy">The CAs.</param>
    /// <param name="force">Whether also while certificates of it are still good.</param>
    public void Retire(Hierarchy hierarchy, bool force)
    {
        if (Find(AuthorityState.Previous) is not { } previous)
        {
            throw new PkiException($"There is no previous {_name}: it has been retired, or run {Stages} --stage prepare and activate first.");
        }

        var issued = role == AuthorityRole.Root
            ? []
            : context.Ledger.List(new LedgerFilter { IssuerKeyId = previous.KeyId, Revoked = false, EndsAfter = context.Now }).Where(entry => IsInUse(entry)).ToList();
        if (issued.Count > 0 && !force)
        {
            throw new PkiException(
                $"{issued.Count} certificates of the previous {_name} are in use, among them {issued[0].Name}: renew them, or give --force to have them refused.");
        }

        _ = hierarchy.Root.Signer; // its list is signed below: say now if the key is locked
        context.Ledger.Together(() =>
        {
            context.Ledger.SetAuthorities(previous with { State = AuthorityState.Retired });
            if (role == AuthorityRole.Issuing)
            {
                foreach (var entry in context.Ledger.List(new LedgerFilter { Kind = LedgerKind.IssuingCa, Revoked = false }).Where(entry => IsOf(entry, previous.KeyId)))
                {
                    context.Ledger.Revoke(entry.IssuerKeyId, entry.Serial, new Revocation(context.Now, X509RevocationReason.Superseded, context.By));
                }
            }

            RolloverFiles.SetPending(context.Ledger, role);
        });
    }

    private X509Certificate2 Recertify(Hierarchy hierarchy)
    {
        var next = hierarchy.Others.Single(other => other.Name == AuthorityBundles.NameOf(AuthorityRole.Root, AuthorityState.Next)).Signer;
        var settings = context.Configuration.Issuing;
        var profile = CertificateProfile.IssuingCa with { Lifetime = settings.Lifetime, NameConstraints = settings.NameConstraints };
        return next.Certify(hierarchy.Issuing.Certificate, profile);
    }

    // What its identity's file still holds; older certificates of the name have been followed by others.
    private bool IsInUse(LedgerEntry entry)
    {
        if (entry.Kind == LedgerKind.SignedRequest)
        {
            return true; // it is elsewhere, and nobody here knows
        }

        using var found = IdentityInspection.Read(context.Directory, entry.Name);
        return found.Leaf?.SerialNumber == entry.Serial;
    }

    private static bool IsOf(LedgerEntry entry, string keyId)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(entry.Der.Span);
        return KeyIdentifier.Of(certificate) == keyId;
    }

    private AuthorityRecord? Find(AuthorityState state) =>
        context.Ledger.Authorities().FirstOrDefault(authority => authority.Role == role && authority.State == state);

    private KeyPair NextKey(KeyType type)
    {
        // A key that an interrupted run left is as good as a new one.
        var file = CertificateFiles.Key(AuthorityBundles.NameOf(role, AuthorityState.Next));
        if (context.Directory.ReadText(file) is { } pem && (!KeyPair.IsEncrypted(pem) || context.Passphrase is not null))
        {
            return KeyPair.FromPem(pem, context.Passphrase);
        }

        var key = KeyPair.Create(type);
        context.Directory.WritePrivate(file, Encoding.ASCII.GetBytes(key.ToPem(role == AuthorityRole.Root ? context.Passphrase : null)));
        return key;
    }

    private void RecordNext(X509Certificate2 certificate, LedgerKind kind, params X509Certificate2[] crossCertificates)
    {
        var name = AuthorityBundles.NameOf(role, AuthorityState.Next);
        LedgerEntry[] entries =
        [
            LedgerEntry.Of(certificate, name, kind, context.Now, context.By),
            .. crossCertificates.Select(cross => LedgerEntry.Of(cross, name, LedgerKind.CrossCertificate, context.Now, context.By)),
        ];
        context.Ledger.Together(() =>
        {
            context.Ledger.Record(entries);
            context.Ledger.SetAuthorities(new AuthorityRecord(KeyIdentifier.Of(certificate), role, AuthorityState.Next, certificate.RawDataMemory));
            RolloverFiles.SetPending(context.Ledger, role);
        });
    }
}
