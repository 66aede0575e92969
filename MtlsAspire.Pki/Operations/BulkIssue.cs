using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Operations;

/// <summary>
/// Issues a batch of sound identities at once: keys and signatures on all processors, one transaction in the ledger, and the files in two
/// waits for the disk instead of eight each.
/// </summary>
internal sealed class BulkIssue(PkiContext context, CertificateAuthority issuer, IReadOnlyList<X509Certificate2> chain)
{
    /// <summary>Makes certificates with keys, without recording them: they must not leave before <see cref="Record"/>.</summary>
    public IReadOnlyList<(IdentityDeclaration Identity, X509Certificate2 Leaf, KeyPair Key)> Make(IReadOnlyList<IdentityDeclaration> identities)
    {
        var made = new (IdentityDeclaration, X509Certificate2, KeyPair)[identities.Count];
        Parallel.For(0, identities.Count, i =>
        {
            var key = KeyPair.Create(identities[i].KeyType);
            made[i] = (identities[i], issuer.Issue(identities[i].Request, key.PublicKey), key);
        });
        return made;
    }

    /// <summary>Records certificates in the ledger in one transaction.</summary>
    public void Record(IReadOnlyList<(IdentityDeclaration Identity, X509Certificate2 Leaf, KeyPair Key)> made) =>
        context.Ledger.Record([.. made.Select(item => LedgerEntry.Of(item.Leaf, item.Identity.Name, LedgerKind.Leaf, context.Now, context.By))]);

    /// <summary>Writes the files of certificates that are recorded.</summary>
    public void Write(IReadOnlyList<(IdentityDeclaration Identity, X509Certificate2 Leaf, KeyPair Key)> made)
    {
        var files = new IReadOnlyList<(string File, byte[] Content)>[made.Count];
        Parallel.For(0, made.Count, i => files[i] = IdentityFiles.Of(made[i].Identity.Name, made[i].Identity.Request, made[i].Leaf, made[i].Key, chain));
        context.Directory.Write([.. files.SelectMany(file => file)]);
    }
}
