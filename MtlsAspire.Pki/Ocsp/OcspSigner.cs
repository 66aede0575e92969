using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>
/// Signs answers about the certificates of one CA: a delegate of that CA (RFC 6960, 4.2.2.2), whose key lives in memory only.
/// </summary>
/// <param name="authority">The CA's certificate.</param>
/// <param name="certificate">The delegate's certificate, issued by that CA.</param>
/// <param name="key">The delegate's key.</param>
internal sealed class OcspSigner(X509Certificate2 authority, X509Certificate2 certificate, X509SignatureGenerator key)
{
    private readonly Lock _signing = new();

    /// <summary>The CA that it speaks for.</summary>
    public X509Certificate2 Authority { get; } = authority;

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>The key identifier of that CA.</summary>
    public string IssuerKeyId { get; } = KeyIdentifier.Of(authority);

    /// <summary>How clients name the CA.</summary>
    public IReadOnlyList<IssuerId> Issuers { get; } = [.. IssuerId.Of(authority)];

    /// <summary>Whether it is time for a new one.</summary>
    /// <param name="now">The current instant.</param>
    public bool IsDueForRenewal(DateTimeOffset now) => Validity.Of(Certificate).IsDueForRenewal(now);

    /// <summary>Signs.</summary>
    /// <param name="responses">What is said.</param>
    /// <param name="nonce">The request's nonce, or null.</param>
    /// <param name="now">The current instant.</param>
    /// <param name="lifetime">How long the answer may be relied on, unless the signer's own certificate ends earlier.</param>
    /// <exception cref="InvalidOperationException">The signer's certificate has expired: nobody would believe the answer.</exception>
    public OcspAnswer Sign(IReadOnlyList<SingleResponse> responses, ReadOnlyMemory<byte>? nonce, DateTimeOffset now, TimeSpan lifetime)
    {
        var end = Validity.Of(Certificate).NotAfter;
        var thisUpdate = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var nextUpdate = thisUpdate + lifetime < end ? thisUpdate + lifetime : end;
        if (nextUpdate <= thisUpdate)
        {
            throw new InvalidOperationException($"the certificate of the OCSP signer, {Certificate.Subject}, has expired");
        }

        lock (_signing)
        {
            var body = OcspResponseEncoder.Encode(responses, nonce, thisUpdate, nextUpdate, Certificate, key);
            return OcspAnswer.Signed(body, nonce is null, thisUpdate, nextUpdate);
        }
    }
}
