using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>Which certificates belong into the files of the CAs, and behind a leaf.</summary>
internal static class AuthorityBundles
{
    /// <summary>The name of the files of a CA.</summary>
    public static string NameOf(AuthorityRole role, AuthorityState state = AuthorityState.Active) =>
        (role == AuthorityRole.Root ? CertificateFiles.Root : CertificateFiles.Issuing) + state switch
        {
            AuthorityState.Next => CertificateFiles.NextSuffix,
            AuthorityState.Previous => CertificateFiles.PreviousSuffix,
            _ => string.Empty,
        };

    /// <summary>
    /// What <c>ca.crt</c> or <c>issuing-ca.crt</c> holds: the CA that signs, then the one that will, then the one that has; the issuing
    /// CAs are followed by the cross-certificates, which are intermediates like them.
    /// </summary>
    public static IReadOnlyList<X509Certificate2> Of(IssuanceLedger ledger, AuthorityRole role)
    {
        var authorities = ledger.Authorities()
            .Where(authority => authority.Role == role && authority.State != AuthorityState.Retired)
            .Select(authority => X509CertificateLoader.LoadCertificate(authority.Certificate.Span));
        return role == AuthorityRole.Root ? [.. authorities] : [.. authorities, .. CrossCertificates(ledger)];
    }

    /// <summary>What follows a leaf in its file.</summary>
    public static IReadOnlyList<X509Certificate2> ChainOf(IssuanceLedger ledger, X509Certificate2 root, X509Certificate2 issuing)
    {
        var rootKey = KeyIdentifier.Of(root);
        return [issuing, .. CrossCertificates(ledger).Where(certificate => KeyIdentifier.Of(certificate) == rootKey)];
    }

    /// <summary>The cross-certificates between roots that are both still trusted (RFC 4210, 4.4: newWithOld and oldWithNew).</summary>
    public static IReadOnlyList<X509Certificate2> CrossCertificates(IssuanceLedger ledger)
    {
        var roots = ledger.Authorities()
            .Where(authority => authority.Role == AuthorityRole.Root && authority.State != AuthorityState.Retired)
            .Select(authority => authority.KeyId)
            .ToHashSet(StringComparer.Ordinal);
        return roots.Count < 2
            ? []
            :
            [
                .. ledger.List(new LedgerFilter { Kind = LedgerKind.CrossCertificate, Revoked = false })
                    .Select(entry => X509CertificateLoader.LoadCertificate(entry.Der.Span))
                    .Where(certificate => roots.Contains(KeyIdentifier.Of(certificate)) && roots.Contains(KeyIdentifier.OfIssuer(certificate)!)),
            ];
    }
}
