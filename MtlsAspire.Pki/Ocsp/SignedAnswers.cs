using Microsoft.Extensions.Caching.Memory;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>
/// Answers that were signed before. Signing is most of the cost of an answer, and few certificates are asked for again and again.
/// An answer is given again only while the ledger says the same of the certificate as when it was signed.
/// </summary>
internal sealed class SignedAnswers : IDisposable
{
    // About 1 KiB each. Which CertIDs are asked for is up to strangers, hence a limit.
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 16 * 1024 });

    /// <summary>An answer that still says what is so, or null.</summary>
    /// <param name="certificate">The certificate in question.</param>
    /// <param name="status">What is so now.</param>
    /// <param name="signer">Who would sign.</param>
    /// <param name="now">The current instant.</param>
    public OcspAnswer? Find(CertificateId certificate, CertificateStatus status, OcspSigner signer, DateTimeOffset now) =>
        _answers.TryGetValue(KeyOf(certificate), out Entry? entry)
        && entry!.Status == status
        && ReferenceEquals(entry.Signer, signer)
        && now >= entry.Answer.ThisUpdate
        && now < entry.Answer.ThisUpdate + ((entry.Answer.NextUpdate - entry.Answer.ThisUpdate) / 2)
            ? entry.Answer
            : null;

    /// <summary>Keeps an answer.</summary>
    public void Add(CertificateId certificate, CertificateStatus status, OcspSigner signer, OcspAnswer answer) =>
        _answers.Set(
            KeyOf(certificate),
            new Entry(status, signer, answer),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = answer.NextUpdate - answer.ThisUpdate });

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();

    private static string KeyOf(CertificateId certificate) => Convert.ToBase64String(certificate.Encoded.Span);

    private sealed record Entry(CertificateStatus Status, OcspSigner Signer, OcspAnswer Answer);
}
