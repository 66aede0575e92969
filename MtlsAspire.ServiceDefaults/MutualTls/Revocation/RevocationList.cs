using System.Collections.Concurrent;
using System.Numerics;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>A certificate revocation list (RFC 5280, section 5) that has been read. It never changes.</summary>
/// <remarks>Reading a large list costs; keep the value, and pass it to each <see cref="TrustMaterial"/> that uses it.</remarks>
public sealed class RevocationList
{
    private const string PemLabel = "X509 CRL";

    private readonly ConcurrentDictionary<Digest, bool> _signers = new();

    internal RevocationList(RevocationListContent content)
    {
        Content = content;
    }

    /// <summary>The issuer as text (RFC 4514).</summary>
    public string Issuer => Content.Issuer.ToString();

    /// <summary>When the list was made.</summary>
    public DateTimeOffset ThisUpdate => Content.ThisUpdate;

    /// <summary>Until when it may be relied on; <c>null</c> if it does not say, and then it may not be relied on at all.</summary>
    public DateTimeOffset? NextUpdate => Content.NextUpdate;

    /// <summary>The CRL number (RFC 5280, section 5.2.3); <c>null</c> if there is none.</summary>
    public BigInteger? Number => Content.Number;

    /// <summary>The number of revoked certificates on it.</summary>
    public int Count => Content.Entries.Count;

    /// <summary>Why nothing can be told by this list, as the end of a sentence; <c>null</c> if that depends on its signature and the time.</summary>
    public string? Defect => Content.Defect;

    internal RevocationListContent Content { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="der">The list in DER. It must not be changed afterwards.</param>
    /// <returns>The list.</returns>
    /// <exception cref="CertificateFormatException">This is no revocation list.</exception>
    public static RevocationList Parse(ReadOnlyMemory<byte> der) => RevocationListReader.Read(der);

    /// <summary>Reads the lists of a PEM text (RFC 7468, label <c>X509 CRL</c>).</summary>
    /// <param name="pem">The text; what is between the blocks, and other blocks, are left out.</param>
    /// <returns>The lists, in their order; empty if there is none.</returns>
    /// <exception cref="CertificateFormatException">A block is no revocation list.</exception>
    public static IReadOnlyList<RevocationList> ParsePem(string pem) => [.. PemCertificates.Read(pem, PemLabel).Select(der => Parse(der))];

    /// <summary>Whether a key signed this list; asked once for each key.</summary>
    internal bool IsSignedBy(SubjectPublicKey key)
    {
        if (_signers.TryGetValue(key.Digest, out var known)) return known;

        var verifies = key.Verify(Content.Signed.Span, Content.Signature.Span, Content.Scheme);
        // Few keys are ever asked about; strangers' must not pile up.
        if (_signers.Count < 16) _signers.TryAdd(key.Digest, verifies);
        return verifies;
    }
}
