using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>
/// Verifies seals: the signature, the signer by our own trust (revocation too), the statement, and that statement and
/// result belong together.
/// </summary>
/// <param name="trust">Whom we believe.</param>
/// <param name="options">How strictly certificates are examined.</param>
/// <param name="time">What tells the time.</param>
public sealed class SealVerifier(ICurrentTrust trust, MutualTlsOptions options, TimeProvider time)
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const int MostCertificates = 10;

    /// <summary>Verifies a seal, and that its signer is trusted now.</summary>
    /// <param name="seal">The seal, DER.</param>
    /// <returns>The result.</returns>
    /// <exception cref="SealException">It does not prove anything.</exception>
    public SealedResult Verify(ReadOnlyMemory<byte> seal)
    {
        var cms = Decode(seal);
        var signer = SignerOf(cms);
        var result = Open(cms, signer);
        var verdict = Judge(signer, [.. cms.Certificates.Where(other => !other.Equals(signer)).Select(other => other.RawDataMemory)]);
        return verdict.IsAccepted ? result : throw new SealException("signer_refused", $"The signer is refused: {verdict.Code}. {verdict.Explanation}");
    }

    /// <summary>Checks that a seal has not been changed since it was made, whoever its signer is and whether he is still trusted.</summary>
    /// <param name="seal">The seal, DER.</param>
    /// <returns>The result.</returns>
    /// <exception cref="SealException">It has been changed, or is no seal.</exception>
    public static SealedResult CheckIntegrity(ReadOnlyMemory<byte> seal)
    {
        var cms = Decode(seal);
        return Open(cms, SignerOf(cms));
    }

    /// <summary>Judges a certificate by our own trust, for any purpose.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="others">Certificates that came with it.</param>
    /// <returns>The verdict.</returns>
    public PeerVerdict Judge(X509Certificate2 certificate, IReadOnlyList<ReadOnlyMemory<byte>> others)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        // A box signs with the certificate that it serves with: there is no purpose of its own to ask for.
        var validator = new PeerValidator(PeerRole.Client, trust.Current, options.Validation with { Purposes = [] }, time);
        return validator.Validate(certificate.RawDataMemory, others, expectedName: null);
    }

    private static SignedCms Decode(ReadOnlyMemory<byte> seal)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(seal.Span, AsnEncodingRules.BER, out _, out _, out var length);
            if (length != seal.Length) throw new SealException("seal_malformed", "There is something behind the end of the seal.");
            var cms = new SignedCms();
            cms.Decode(seal.Span);
            if (cms.SignerInfos.Count != 1) throw new SealException("seal_malformed", $"A seal has one signer; this has {cms.SignerInfos.Count}.");
            if (cms.ContentInfo.Content.Length == 0 || cms.ContentInfo.ContentType.Value != Data) throw new SealException("seal_malformed", "The seal does not hold what was sealed.");
            if (cms.Certificates.Count > MostCertificates) throw new SealException("seal_malformed", "The seal holds too many certificates.");
            return cms;
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            throw new SealException("seal_malformed", "This is no CMS SignedData (RFC 5652) in DER, or only a part of one.", exception);
        }
    }

    private static X509Certificate2 SignerOf(SignedCms cms) =>
        cms.SignerInfos[0].Certificate ?? throw new SealException("seal_malformed", "The seal does not hold its signer's certificate.");

    private static SealedResult Open(SignedCms cms, X509Certificate2 signer)
    {
        if (cms.SignerInfos[0].DigestAlgorithm.Value != Sha256) throw new SealException("seal_malformed", "The seal is not made with SHA-256.");
        try
        {
            cms.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException exception)
        {
            throw new SealException("seal_broken", "The signature does not fit: what was sealed has been changed, or somebody else signed it.", exception);
        }

        var (statement, output) = SealContent.Split(cms.ContentInfo.Content);
        return new SealedResult(statement, output, new PeerCertificate(signer));
    }
}
