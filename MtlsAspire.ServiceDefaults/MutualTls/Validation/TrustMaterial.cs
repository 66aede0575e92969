using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>Whom we believe: trust anchors, known intermediates and revocation lists, as one value that never changes.</summary>
public sealed class TrustMaterial
{
    private readonly KnownAuthorities _authorities;
    private readonly Dictionary<DistinguishedName, List<RevocationList>> _lists = [];

    /// <summary>Reads the material.</summary>
    /// <param name="anchors">The trust anchors in DER, self-issued or not: trusted because they are here.</param>
    /// <param name="intermediates">Known CAs in DER, which complete a path and give no trust.</param>
    /// <param name="revocationLists">The revocation lists; they count by their issuer's signature alone.</param>
    /// <exception cref="CertificateFormatException">A certificate cannot be read; the message says which.</exception>
    public TrustMaterial(
        IEnumerable<ReadOnlyMemory<byte>> anchors,
        IEnumerable<ReadOnlyMemory<byte>>? intermediates = null,
        IEnumerable<RevocationList>? revocationLists = null)
        : this(new KnownAuthorities(Read(anchors, "trust anchor"), Read(intermediates ?? [], "intermediate")), revocationLists ?? [])
    {
    }

    private TrustMaterial(KnownAuthorities authorities, IEnumerable<RevocationList> revocationLists)
    {
        _authorities = authorities;
        RevocationLists = [.. revocationLists];
        // Of two lists about the same certificates the newer one counts, so it is looked at first.
        foreach (var list in RevocationLists.OrderByDescending(list => list.ThisUpdate))
        {
            if (!_lists.TryGetValue(list.Content.Issuer, out var lists)) _lists.Add(list.Content.Issuer, lists = []);
            lists.Add(list);
        }
    }

    /// <summary>The trust anchors in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Anchors => [.. _authorities.Anchors.Select(certificate => certificate.Der)];

    /// <summary>The known CAs in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Intermediates => [.. _authorities.Intermediates.Select(certificate => certificate.Der)];

    /// <summary>The revocation lists.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; }

    /// <summary>The CAs, as path building needs them.</summary>
    internal KnownAuthorities Authorities => _authorities;

    /// <summary>Reads the material from PEM (RFC 7468).</summary>
    /// <param name="anchors">The trust anchors.</param>
    /// <param name="intermediates">Known CAs; <c>null</c> for none.</param>
    /// <param name="revocationLists">The revocation lists; <c>null</c> for none.</param>
    /// <returns>The material.</returns>
    /// <exception cref="CertificateFormatException">A block cannot be read; the message says which.</exception>
    public static TrustMaterial FromPem(string anchors, string? intermediates = null, string? revocationLists = null) => new(
        PemCertificates.Read(anchors), PemCertificates.Read(intermediates ?? ""), RevocationList.ParsePem(revocationLists ?? ""));

    /// <summary>The same anchors and intermediates with other revocation lists; what was learnt about paths stays.</summary>
    /// <param name="revocationLists">The new lists.</param>
    /// <returns>The new material.</returns>
    public TrustMaterial With(IEnumerable<RevocationList> revocationLists) => new(_authorities, revocationLists);

    /// <summary>The lists that a CA issued, the newest first.</summary>
    internal IReadOnlyList<RevocationList> ListsOf(DistinguishedName issuer) =>
        _lists.TryGetValue(issuer, out var lists) ? lists : [];

    private static List<ParsedCertificate> Read(IEnumerable<ReadOnlyMemory<byte>> certificates, string what)
    {
        var read = new List<ParsedCertificate>();
        var seen = new HashSet<Digest>();
        var number = 0;
        foreach (var der in certificates)
        {
            number++;
            try
            {
                // A copy, so that nobody can change it under us.
                var certificate = CertificateReader.Read(der.ToArray());
                if (seen.Add(certificate.Digest)) read.Add(certificate);
            }
            catch (CertificateFormatException exception)
            {
                throw new CertificateFormatException($"{what} number {number} cannot be read: {exception.Message}", exception);
            }
        }

        return read;
    }
}
