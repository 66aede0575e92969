using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients;

/// <summary>The settings of mutual TLS for an identity of a certificate directory.</summary>
public static class IdentitySettings
{
    /// <summary>Makes the settings.</summary>
    /// <param name="certs">The directory of the certificates.</param>
    /// <param name="identity">The name of the identity.</param>
    /// <returns>Keys of the configuration section "MutualTls", and paths.</returns>
    public static IReadOnlyDictionary<string, string?> Of(string certs, string identity) => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        [Key(nameof(MutualTlsOptions.Certificate))] = Path.Combine(certs, $"{identity}.crt"),
        [Key(nameof(MutualTlsOptions.Key))] = Path.Combine(certs, $"{identity}.key"),
        [Key(nameof(MutualTlsOptions.TrustAnchors))] = Path.Combine(certs, "ca.crt"),
        [Key(nameof(MutualTlsOptions.Intermediates))] = Path.Combine(certs, "issuing-ca.crt"),
        [Key(nameof(MutualTlsOptions.RevocationLists))] = $"{Path.Combine(certs, "ca.crl")};{Path.Combine(certs, "issuing-ca.crl")}",
    };

    private static string Key(string name) => $"{MutualTlsOptions.SectionName}:{name}";
}
