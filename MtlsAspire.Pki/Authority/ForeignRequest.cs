using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MtlsAspire.Pki.Authority;

/// <summary>
/// A certificate signing request (PKCS#10, RFC 2986) that a stranger made, read with care: its size is bounded, its key is of a known
/// kind, and its signature proves that whoever made it holds the key.
/// </summary>
public sealed class ForeignRequest
{
    /// <summary>How many octets a request may have.</summary>
    public const int LargestRequest = 64 * 1024;

    private const int MostNames = 100;
    private const string PemLabel = "CERTIFICATE REQUEST";
    private const string OldPemLabel = "NEW CERTIFICATE REQUEST";

    private ForeignRequest(CertificateRequest request, KeyType keyType, IReadOnlyList<SubjectAlternativeName> names)
    {
        Subject = request.SubjectName;
        PublicKey = request.PublicKey;
        KeyType = keyType;
        AlternativeNames = names;
    }

    /// <summary>The subject that is asked for.</summary>
    public X500DistinguishedName Subject { get; }

    /// <summary>The key to certify.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The kind of that key.</summary>
    public KeyType KeyType { get; }

    /// <summary>The names that are asked for.</summary>
    public IReadOnlyList<SubjectAlternativeName> AlternativeNames { get; }

    /// <summary>The common name that is asked for, or null where there is none or more than one.</summary>
    public string? CommonName
    {
        get
        {
            var names = Subject.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")
                .Select(part => part.GetSingleElementValue())
                .ToList();
            return names is [{ } name] ? name : null;
        }
    }

    /// <summary>Reads a request.</summary>
    /// <param name="content">The request in PEM or DER.</param>
    /// <exception cref="PkiException">It is too large, malformed, for a kind of key that is not accepted, or not signed with its key.</exception>
    public static ForeignRequest Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length > LargestRequest)
        {
            throw new PkiException($"The signing request has {content.Length} octets: at most {LargestRequest} are read.");
        }

        try
        {
            var request = CertificateRequest.LoadSigningRequest(
                Der(content).ToArray(), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
            var keyType = KeyTypes.Of(request.PublicKey);
            if (keyType is null or Authority.KeyType.Rsa1024 || HasUnsafeExponent(request.PublicKey))
            {
                throw new PkiException($"The key of the signing request is not accepted: make one of {string.Join(", ", KeyTypes.Names)}.");
            }

            var names = SubjectAlternativeNames.Read(request.CertificateExtensions);
            return names.Count <= MostNames
                ? new ForeignRequest(request, keyType.Value, names)
                : throw new PkiException($"The signing request asks for {names.Count} names: at most {MostNames} are given.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException or AsnContentException or NotSupportedException)
        {
            throw new PkiException("This is no sound signing request (PKCS#10), or its signature does not prove possession of its key: make it again.", exception);
        }
    }

    private static ReadOnlyMemory<byte> Der(ReadOnlyMemory<byte> content)
    {
        if (!content.Span.StartsWith("-----BEGIN"u8))
        {
            return content;
        }

        var text = Encoding.ASCII.GetString(content.Span);
        var fields = PemEncoding.Find(text);
        return text[fields.Label] is PemLabel or OldPemLabel
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new CryptographicException("another kind of PEM");
    }

    // With a small or even exponent a signature proves nothing; NIST SP 800-56B wants an odd one above 2^16.
    private static bool HasUnsafeExponent(PublicKey publicKey)
    {
        using var key = publicKey.GetRSAPublicKey();
        return key?.ExportParameters(includePrivateParameters: false).Exponent is { } exponent
            && (exponent.Length < 3 || (exponent[^1] & 1) == 0 || exponent.Length > 32);
    }
}
