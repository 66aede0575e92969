using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>What a kind of certificate may be used for, and for how long (the profiles of RFC 5280, 4.2).</summary>
/// <remarks>The profiles below are the sound ones. A test takes one of them and bends it: <c>Client with { ExtendedKeyUsages = [] }</c>.</remarks>
public sealed record CertificateProfile
{
    /// <summary>id-kp-serverAuth (RFC 5280, 4.2.1.12): a TLS server.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>id-kp-clientAuth (RFC 5280, 4.2.1.12): a TLS client.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>id-kp-OCSPSigning (RFC 6960, 4.2.2.2): a responder that answers for the CA.</summary>
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    /// <summary>id-kp-emailProtection (RFC 5280, 4.2.1.12): what no TLS peer may have for its only purpose.</summary>
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private const string OcspNoCheckOid = "1.3.6.1.5.5.7.48.1.5";
    private const string RsaEncryptionOid = "1.2.840.113549.1.1.1";
    private static readonly byte[] DerNull = [0x05, 0x00];

    /// <summary>
    /// A root CA: ten years. It has no path length, so that another root can be cross-signed below it when roots change.
    /// </summary>
    public static CertificateProfile RootCa { get; } = new()
    {
        Lifetime = TimeSpan.FromDays(3652),
        IsAuthority = true,
        KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
    };

    /// <summary>A CA that issues leaves and nothing else: five years, path length 0.</summary>
    public static CertificateProfile IssuingCa { get; } = RootCa with
    {
        Lifetime = TimeSpan.FromDays(1826),
        PathLength = 0,
    };

    /// <summary>A TLS server: 90 days.</summary>
    public static CertificateProfile Server { get; } = new() { ExtendedKeyUsages = [ServerAuthentication] };

    /// <summary>A TLS client: 90 days.</summary>
    public static CertificateProfile Client { get; } = new() { ExtendedKeyUsages = [ClientAuthentication] };

    /// <summary>A peer that is both a TLS server and a TLS client: 90 days.</summary>
    public static CertificateProfile ServerAndClient { get; } = new() { ExtendedKeyUsages = [ServerAuthentication, ClientAuthentication] };

    /// <summary>
    /// A delegated OCSP responder (RFC 6960, 4.2.2.2): 30 days, because id-pkix-ocsp-nocheck (4.2.2.2.1) lets nobody ask whether it is
    /// revoked.
    /// </summary>
    public static CertificateProfile OcspSigner { get; } = new()
    {
        Lifetime = TimeSpan.FromDays(30),
        ExtendedKeyUsages = [OcspSigning],
        OcspNoCheck = true,
    };

    /// <summary>How long a certificate is valid from its issue on, unless its issuer ends earlier.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the subject is a CA (basicConstraints, RFC 5280, 4.2.1.9).</summary>
    public bool IsAuthority { get; init; }

    /// <summary>How many CAs may stand between this CA and a leaf; null for no limit.</summary>
    public int? PathLength { get; init; }

    /// <summary>What the key may do (keyUsage, RFC 5280, 4.2.1.3), whatever its kind.</summary>
    /// <remarks>
    /// A leaf signs handshakes. An RSA key of a TLS server gets keyEncipherment as well, without which NSS does not accept it as a
    /// server's; it is used by nothing but the RSA key transport of TLS 1.2, which our services do not negotiate (RFC 9325, 4.1).
    /// </remarks>
    public X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>What the certificate is for, as object identifiers; empty for no extendedKeyUsage extension (RFC 5280, 4.2.1.12).</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [];

    /// <summary>Which names a CA may certify (RFC 5280, 4.2.1.10); null for any.</summary>
    public NameConstraints? NameConstraints { get; init; }

    /// <summary>Whether nobody shall ask if this OCSP responder is revoked (id-pkix-ocsp-nocheck, RFC 6960, 4.2.2.2.1).</summary>
    public bool OcspNoCheck { get; init; }

    /// <summary>The extensions that follow from the profile and the kind of key.</summary>
    internal IEnumerable<X509Extension> Extensions(PublicKey key)
    {
        yield return new X509BasicConstraintsExtension(IsAuthority, PathLength.HasValue, PathLength ?? 0, critical: true);
        yield return new X509KeyUsageExtension(UsageOf(key), critical: true);
        if (ExtendedKeyUsages.Count > 0)
        {
            yield return new X509EnhancedKeyUsageExtension([.. ExtendedKeyUsages.Select(value => new Oid(value))], critical: false);
        }

        if (NameConstraints is not null)
        {
            yield return NameConstraints.Encode();
        }

        if (OcspNoCheck)
        {
            yield return new X509Extension(OcspNoCheckOid, DerNull, critical: false);
        }
    }

    private X509KeyUsageFlags UsageOf(PublicKey key) =>
        key.Oid.Value == RsaEncryptionOid && ExtendedKeyUsages.Contains(ServerAuthentication) && KeyUsage.HasFlag(X509KeyUsageFlags.DigitalSignature)
            ? KeyUsage | X509KeyUsageFlags.KeyEncipherment
            : KeyUsage;
}
