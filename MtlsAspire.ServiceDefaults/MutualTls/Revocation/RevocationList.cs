using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>A certificate revocation list (RFC 5280, section 5) that has been read. It never changes.</summary>
/// <remarks>Reading a large list costs; keep the value, and pass it to each <see cref="TrustMaterial"/> that uses it.</remarks>
public sealed class RevocationList
{
    private RevocationList()
    {
    }

    /// <summary>The issuer as text (RFC 4514).</summary>
    public string Issuer { get; private init; } = "";

    /// <summary>When the list was made.</summary>
    public DateTimeOffset ThisUpdate { get; private init; }

    /// <summary>Until when it may be relied on; <c>null</c> if it does not say, and then it may not be relied on at all.</summary>
    public DateTimeOffset? NextUpdate { get; private init; }

    /// <summary>The number of revoked certificates on it.</summary>
    public int Count { get; private init; }

    /// <summary>Reads a list.</summary>
    /// <param name="der">The list in DER.</param>
    /// <returns>The list.</returns>
    /// <exception cref="CertificateFormatException">This is no revocation list.</exception>
    public static RevocationList Parse(ReadOnlyMemory<byte> der) => throw new CertificateFormatException("not yet");

    /// <summary>Reads the lists of a PEM text (RFC 7468, label <c>X509 CRL</c>).</summary>
    /// <param name="pem">The text; what is between the blocks is left out.</param>
    /// <returns>The lists, in their order; empty if there is none.</returns>
    /// <exception cref="CertificateFormatException">A block is no revocation list.</exception>
    public static IReadOnlyList<RevocationList> ParsePem(string pem) => throw new CertificateFormatException("not yet");
}
