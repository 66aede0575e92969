using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Operations;

/// <summary>What an identity that is not declared must have been declared as: read from its certificate.</summary>
internal static class IdentityRecovery
{
    /// <summary>The declaration that leads to such a certificate again.</summary>
    /// <param name="name">The name of the identity.</param>
    /// <param name="leaf">Its certificate, or null where there is none.</param>
    /// <param name="missing">What to throw where there is none.</param>
    public static IdentityDeclaration From(string name, X509Certificate2? leaf, PkiException missing)
    {
        if (leaf is null)
        {
            throw missing;
        }

        try
        {
            var purposes = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>());
            var validity = Validity.Of(leaf);
            var request = new LeafRequest
            {
                Subject = leaf.SubjectName,
                AlternativeNames = SubjectAlternativeNames.Read(leaf.Extensions),
                Profile = new CertificateProfile
                {
                    ExtendedKeyUsages = [.. purposes.Select(purpose => purpose.Value!)],
                    Lifetime = validity.NotAfter - validity.NotBefore - Validity.Backdating,
                },
            };
            return new IdentityDeclaration(name, request) { KeyType = KeyTypes.Of(leaf.PublicKey) ?? KeyType.EcdsaP256 };
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"The certificate of {name} cannot be renewed as it is ({exception.Message}): issue it again.", exception);
        }
    }
}
