using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Names of the kinds of keys, and how a key's kind is told from its public half.</summary>
public static class KeyTypes
{
    internal const string NistP256 = "1.2.840.10045.3.1.7";
    internal const string NistP384 = "1.3.132.0.34";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    private static readonly Dictionary<string, KeyType> ByName = new(StringComparer.Ordinal)
    {
        ["ecdsa-p256"] = KeyType.EcdsaP256,
        ["ecdsa-p384"] = KeyType.EcdsaP384,
        ["rsa-2048"] = KeyType.Rsa2048,
        ["rsa-3072"] = KeyType.Rsa3072,
        ["rsa-4096"] = KeyType.Rsa4096,
    };

    /// <summary>The names of the kinds that may be asked for, as <c>pki.json</c> and the command line write them.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The kind with a name, or null where there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static KeyType? Parse(string name) => ByName.TryGetValue(name, out var type) ? type : null;

    /// <summary>The name of a kind.</summary>
    /// <param name="type">The kind.</param>
    public static string NameOf(KeyType type) => type == KeyType.Rsa1024
        ? "rsa-1024"
        : ByName.First(pair => pair.Value == type).Key;

    /// <summary>The kind of a public key, or null where it is none of ours: another curve, another size, another algorithm.</summary>
    /// <param name="publicKey">The key, for example that of a signing request.</param>
    public static KeyType? Of(PublicKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        try
        {
            switch (publicKey.Oid.Value)
            {
                case EcPublicKey:
                    using (var key = publicKey.GetECDsaPublicKey())
                    {
                        return key is null ? null : OfCurve(key.ExportParameters(includePrivateParameters: false).Curve);
                    }

                case RsaEncryption:
                    using (var key = publicKey.GetRSAPublicKey())
                    {
                        return key is null ? null : OfRsaSize(key.KeySize);
                    }

                default:
                    return null;
            }
        }
        catch (CryptographicException)
        {
            return null; // explicit curve parameters, a point that is not on its curve
        }
    }

    internal static KeyType? OfCurve(ECCurve curve) => !curve.IsNamed ? null : curve.Oid.Value switch
    {
        NistP256 => KeyType.EcdsaP256,
        NistP384 => KeyType.EcdsaP384,
        _ => null,
    };

    internal static KeyType? OfRsaSize(int bits) => bits switch
    {
        1024 => KeyType.Rsa1024,
        2048 => KeyType.Rsa2048,
        3072 => KeyType.Rsa3072,
        4096 => KeyType.Rsa4096,
        _ => null,
    };

    /// <summary>The hash that goes with signatures of a key (RFC 5758, 3.2 and RFC 5754: as strong as the key).</summary>
    internal static HashAlgorithmName HashOf(KeyType type) => type == KeyType.EcdsaP384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
}
