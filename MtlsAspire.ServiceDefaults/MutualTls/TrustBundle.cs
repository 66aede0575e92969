using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Whom this service believes. A value that never changes.</summary>
/// <param name="anchors">The certificates that make a peer trusted.</param>
/// <param name="intermediates">Issuing CAs that may complete a peer's chain; they give no trust.</param>
public sealed class TrustBundle(IEnumerable<X509Certificate2> anchors, IEnumerable<X509Certificate2> intermediates)
{
    /// <summary>The certificates that make a peer trusted; no other does, in particular none of the machine's store.</summary>
    public IReadOnlyList<X509Certificate2> Anchors { get; } = [.. anchors];

    /// <summary>
    /// Issuing CAs that are known. Needed even where peers send their chain: a resumed session carries the leaf alone.
    /// </summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; } = [.. intermediates];

    /// <summary>Reads the bundle from its files; the identity's own issuing CAs count as known.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="identity">The service's own identity.</param>
    /// <returns>The bundle.</returns>
    /// <exception cref="ConfigurationException">A file is missing or malformed.</exception>
    public static TrustBundle Load(MutualTlsOptions options, TlsIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(identity);

        var anchors = PemFiles.ReadCertificates(nameof(options.TrustAnchors), options.TrustAnchors);
        IEnumerable<X509Certificate2> known = string.IsNullOrWhiteSpace(options.Intermediates)
            ? []
            : PemFiles.ReadCertificates(nameof(options.Intermediates), options.Intermediates);
        return new TrustBundle(anchors, known.Concat(identity.Intermediates).DistinctBy(certificate => certificate.Thumbprint));
    }
}
