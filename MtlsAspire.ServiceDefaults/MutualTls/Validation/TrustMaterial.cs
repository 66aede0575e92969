using MtlsAspire.ServiceDefaults.MutualTls.Revocation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>Whom we believe: trust anchors, known intermediates and revocation lists, as one value that never changes.</summary>
public sealed class TrustMaterial
{
    /// <summary>Reads the material.</summary>
    /// <param name="anchors">The trust anchors in DER, self-issued or not: trusted because they are here.</param>
    /// <param name="intermediates">Known CAs in DER, which complete a path and give no trust.</param>
    /// <param name="revocationLists">The revocation lists; they count by their issuer's signature alone.</param>
    /// <exception cref="CertificateFormatException">A certificate cannot be read; the message says which.</exception>
    public TrustMaterial(
        IEnumerable<ReadOnlyMemory<byte>> anchors,
        IEnumerable<ReadOnlyMemory<byte>>? intermediates = null,
        IEnumerable<RevocationList>? revocationLists = null)
    {
        Anchors = [.. anchors];
        Intermediates = [.. intermediates ?? []];
        RevocationLists = [.. revocationLists ?? []];
    }

    /// <summary>The trust anchors in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Anchors { get; }

    /// <summary>The known CAs in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Intermediates { get; }

    /// <summary>The revocation lists.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; }

    /// <summary>Reads the material from PEM (RFC 7468).</summary>
    /// <param name="anchors">The trust anchors.</param>
    /// <param name="intermediates">Known CAs; <c>null</c> for none.</param>
    /// <param name="revocationLists">The revocation lists; <c>null</c> for none.</param>
    /// <returns>The material.</returns>
    /// <exception cref="CertificateFormatException">A block cannot be read.</exception>
    public static TrustMaterial FromPem(string anchors, string? intermediates = null, string? revocationLists = null) =>
        throw new CertificateFormatException("not yet");

    /// <summary>The same anchors and intermediates with other revocation lists; what was learnt about paths stays.</summary>
    /// <param name="revocationLists">The new lists.</param>
    /// <returns>The new material.</returns>
    public TrustMaterial With(IEnumerable<RevocationList> revocationLists) => new(Anchors, Intermediates, revocationLists);
}
