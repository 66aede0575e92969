using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls.Identity;

/// <summary>Who this service is: its certificate with private key and chain. A value that never changes.</summary>
public sealed class TlsIdentity : IEquatable<TlsIdentity>
{
    private TlsIdentity(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        Leaf = leaf;
        Intermediates = [.. intermediates];
        // Offline: what we send is what the file holds, nothing is downloaded to complete it.
        Context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>The service's own certificate, with its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The issuing CAs that are sent along, nearest first; without the root, which a peer must have itself.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>Both in the form that handshakes use; shared by all of them, which is what makes sessions resumable.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads the identity from its files.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="time">The clock that decides whether the certificate is valid.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ConfigurationException">
    /// A file is missing or malformed, the key is not the certificate's, or the certificate is not valid now (unless <see cref="MutualTlsOptions.AllowUnusableCertificate"/>).
    /// </exception>
    public static TlsIdentity Load(MutualTlsOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        var (leaf, others) = Pkcs12Identity.IsNamedBy(options) ? Pkcs12Identity.Read(options) : ReadPem(options);
        if (!options.AllowUnusableCertificate) CheckValidity(leaf, options.Certificate, time.GetUtcNow().UtcDateTime);

        var intermediates = new X509Certificate2Collection();
        foreach (var certificate in others.Where(certificate => !Certificates.IsSelfIssued(certificate))) intermediates.Add(certificate);
        return new TlsIdentity(leaf, intermediates);
    }

    /// <inheritdoc/>
    public bool Equals(TlsIdentity? other) =>
        other is not null
        && Leaf.RawDataMemory.Span.SequenceEqual(other.Leaf.RawDataMemory.Span)
        && Intermediates.Count == other.Intermediates.Count
        && Intermediates.Zip(other.Intermediates).All(pair => pair.First.RawDataMemory.Span.SequenceEqual(pair.Second.RawDataMemory.Span));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TlsIdentity);

    /// <inheritdoc/>
    public override int GetHashCode() => Leaf.GetHashCode();

    private static (X509Certificate2 Leaf, IEnumerable<X509Certificate2> Others) ReadPem(MutualTlsOptions options)
    {
        var chain = PemFiles.ReadCertificates(nameof(options.Certificate), options.Certificate);
        return (PemFiles.ReadWithKey(chain[0], nameof(options.Key), options.Key), chain.Skip(1));
    }

    private static void CheckValidity(X509Certificate2 leaf, string? path, DateTime now)
    {
        var problem = now > leaf.NotAfter.ToUniversalTime() ? $"expired at {Certificates.Iso8601(leaf.NotAfter)}"
            : now < leaf.NotBefore.ToUniversalTime() ? $"is not valid before {Certificates.Iso8601(leaf.NotBefore)}"
            : null;
        if (problem is not null)
        {
            throw PemFiles.Problem(
                nameof(MutualTlsOptions.Certificate),
                path,
                $"cannot be used: certificate '{leaf.Subject}' {problem}; renew it, or correct the clock");
        }
    }
}
