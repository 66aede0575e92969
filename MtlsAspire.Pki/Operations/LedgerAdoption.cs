using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>
/// Makes the ledger of a directory that has none: made by an earlier version, or with a ledger that was lost. What is in the directory is
/// recorded as it is, and what is on a revocation list stays revoked.
/// </summary>
internal sealed class LedgerAdoption(PkiContext context)
{
    /// <summary>Who issued what was found.</summary>
    public const string By = "adopted";

    private readonly CertificateDirectory _directory = context.Directory;
    private readonly DateTimeOffset _now = context.Now;

    /// <summary>Records what is in the directory, all or nothing, where the ledger knows no CA yet.</summary>
    public void AdoptIfNew(AuthorityFiles root, AuthorityFiles issuing)
    {
        if (context.Ledger.Authorities().Count > 0 || root.Certificate is null)
        {
            return;
        }

        var authorities = Authorities(root, AuthorityRole.Root).Concat(Authorities(issuing, AuthorityRole.Issuing)).ToList();
        var entries = authorities.Select(pair => pair.Entry).Concat(Leaves(authorities.Select(pair => pair.Record.KeyId).ToHashSet(StringComparer.Ordinal)));
        context.Ledger.Together(() =>
        {
            context.Ledger.Adopt([.. entries]);
            context.Ledger.SetAuthorities([.. authorities.Select(pair => pair.Record).Where(record => record.Certificate.Length > 0)]);
            foreach (var record in authorities.Select(pair => pair.Record).DistinctBy(record => record.KeyId))
            {
                AdoptRevocations(record.Role, X509CertificateLoader.LoadCertificate(record.Certificate.Span));
            }
        });
    }

    /// <summary>Records the revocations on a list of a CA that the ledger does not know.</summary>
    public void AdoptRevocations(RevocationList list, string issuerKeyId)
    {
        foreach (var (serial, at, reason) in list.Revoked())
        {
            var revocation = new Revocation(at, reason, By);
            if (context.Ledger.Find(issuerKeyId, serial) is not null)
            {
                context.Ledger.Revoke(issuerKeyId, serial, revocation);
                continue;
            }

            context.Ledger.Adopt(new LedgerEntry
            {
                IssuerKeyId = issuerKeyId,
                Serial = serial,
                Name = string.Empty,
                Kind = LedgerKind.Unknown,
                Subject = string.Empty,
                NotAfter = DateTimeOffset.MaxValue, // so it stays on the list for ever
                IssuedAt = _now,
                IssuedBy = By,
                Revocation = revocation,
            });
        }
    }

    private void AdoptRevocations(AuthorityRole role, X509Certificate2 certificate)
    {
        foreach (var list in RevocationListStore.Read(_directory, AuthorityBundles.NameOf(role)))
        {
            if (list.IsIssuedBy(certificate.SubjectName, certificate.PublicKey))
            {
                AdoptRevocations(list, KeyIdentifier.Of(certificate));
                context.Ledger.RecordList(RevocationListStore.RecordOf(list, certificate, By));
            }
        }
    }

    // The first certificate in the file is that of the CA that signs; others are there during a rollover, known by their key files.
    private IEnumerable<(LedgerEntry Entry, AuthorityRecord Record)> Authorities(AuthorityFiles files, AuthorityRole role)
    {
        var isFirst = true;
        foreach (var certificate in files.Certificates)
        {
            var isSelfIssued = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            if (role == AuthorityRole.Issuing && !isFirst && certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => !constraints.HasPathLengthConstraint))
            {
                continue; // a cross-certificate: the next step of the rollover makes it again
            }

            var state = isFirst ? AuthorityState.Active : StateOf(certificate, role);
            isFirst = false;
            var kind = role == AuthorityRole.Root && isSelfIssued ? LedgerKind.Root : LedgerKind.IssuingCa;
            yield return (
                LedgerEntry.Of(certificate, AuthorityBundles.NameOf(role, state), kind, _now, By),
                new AuthorityRecord(KeyIdentifier.Of(certificate), role, state, certificate.RawDataMemory));
        }
    }

    private AuthorityState StateOf(X509Certificate2 certificate, AuthorityRole role)
    {
        var pem = _directory.ReadText(CertificateFiles.Key(AuthorityBundles.NameOf(role, AuthorityState.Next)));
        try
        {
            return pem is not null && KeyPair.FromPem(pem, context.Passphrase).Matches(certificate.PublicKey) ? AuthorityState.Next : AuthorityState.Previous;
        }
        catch (CryptographicException)
        {
            return AuthorityState.Previous;
        }
    }

    private IEnumerable<LedgerEntry> Leaves(HashSet<string> issuers)
    {
        foreach (var path in Directory.EnumerateFiles(_directory.Path, "*" + CertificateFiles.Certificate(string.Empty)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!CertificateFiles.IsOfAuthority(name) && ReadLeaf(path) is { } leaf && KeyIdentifier.OfIssuer(leaf) is { } issuer && issuers.Contains(issuer))
            {
                yield return LedgerEntry.Of(leaf, name, LedgerKind.Leaf, _now, By);
            }
        }
    }

    // What cannot be read is no certificate of ours, or is issued again.
    private static X509Certificate2? ReadLeaf(string path)
    {
        try
        {
            return new FileInfo(path).Length <= CertificateDirectory.LargestFile ? X509Certificate2.CreateFromPem(File.ReadAllText(path)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
