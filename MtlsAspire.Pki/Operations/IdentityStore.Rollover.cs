using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <content>What becomes of identities when a CA does.</content>
internal sealed partial class IdentityStore
{
    private static readonly string[] DefectsWithoutChain =
    [
        Defects.NameOf(IdentityDefect.MissingIntermediate),
        Defects.NameOf(IdentityDefect.Untrusted),
        Defects.NameOf(IdentityDefect.SelfSigned),
    ];

    /// <summary>
    /// Issues again what the previous issuing CA issued, for the same keys, rehearsals as they are declared, so that each is refused for its
    /// own reason and not for its issuer; and gives the others the chain of today. What was revoked stays so: an exchange of the CA is no pardon.
    /// </summary>
    public void FollowRollover()
    {
        var previous = hierarchy.Others.Where(other => other.State == AuthorityState.Previous).Select(other => other.KeyId).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_directory.Path, "*" + CertificateFiles.Certificate(string.Empty)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!IdentityDeclaration.IsUsable(name))
            {
                continue;
            }

            using var found = IdentityInspection.Read(_directory, name);
            if (found is not { Leaf: { } leaf, Key: { } key } || KeyIdentifier.OfIssuer(leaf) is not { } issuer)
            {
                continue;
            }

            var entry = context.Ledger.Find(issuer, leaf.SerialNumber);
            var defect = entry?.Defect;
            var declared = context.Configuration.Identities.FirstOrDefault(identity => identity.Name == name);
            if (previous.Contains(issuer) && (defect is null ? entry?.Revocation is null && !IsOver(leaf) : declared?.Defect is not null))
            {
                var plan = IssuancePlan.For(declared ?? IdentityRecovery.From(name, leaf, new PkiException()), _now);
                Issue(plan, BootstrapAction.Renewed, "the issuing CA was exchanged", KeyToKeep(plan, found)).Dispose();
            }
            else if (issuer == hierarchy.Issuing.KeyId && !DefectsWithoutChain.Contains(defect))
            {
                WriteChain(name, leaf, key, found.Chain);
            }
        }
    }

    private bool IsOver(X509Certificate2 leaf) => Validity.Of(leaf).IsOver(_now);

    private void WriteChain(string name, X509Certificate2 leaf, KeyPair key, IEnumerable<X509Certificate2> chain)
    {
        if (chain.Select(certificate => certificate.Thumbprint).SequenceEqual(hierarchy.Chain.Select(certificate => certificate.Thumbprint)))
        {
            return;
        }

        if (key.Matches(leaf.PublicKey))
        {
            _directory.Write(CertificateFiles.Pkcs12(name), IdentityFiles.Pkcs12(leaf, key, hierarchy.Chain));
        }

        var file = CertificateFiles.Certificate(name);
        _directory.Write(file, Encoding.ASCII.GetBytes(IdentityFiles.Pem(leaf) + string.Concat(hierarchy.Chain.Select(IdentityFiles.Pem))));
        Report(BootstrapAction.Replaced, file, leaf.Subject, Validity.Of(leaf).NotAfter, "its chain followed the rollover");
    }
}
