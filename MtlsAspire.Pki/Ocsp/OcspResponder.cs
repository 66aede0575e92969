namespace MtlsAspire.Pki.Ocsp;

/// <summary>Answers OCSP requests (RFC 6960; RFC 9919 for the cached ones). Whatever it is sent, it returns an OCSPResponse.</summary>
/// <param name="signers">Who signs for which CA.</param>
/// <param name="ledger">What is asked about each certificate.</param>
/// <param name="clock">What tells the time.</param>
internal sealed class OcspResponder(IOcspSigners signers, ICertificateStatusSource ledger, TimeProvider clock) : IDisposable
{
    /// <summary>How long an answer may be relied on. A client that keeps it will not hear of a revocation for that long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly SignedAnswers _signed = new();

    /// <summary>Answers.</summary>
    /// <param name="request">The OCSPRequest in DER, or what was sent as one.</param>
    public OcspAnswer Answer(ReadOnlyMemory<byte> request)
    {
        try
        {
            return Answer(OcspRequest.Decode(request));
        }
        catch (OcspRequestException exception)
        {
            return OcspAnswer.Refused(OcspResponseStatus.MalformedRequest, exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signed.Dispose();

    private OcspAnswer Answer(OcspRequest request)
    {
        var speakers = request.Certificates.Select(certificate => signers.Find(certificate.Issuer)).OfType<OcspSigner>().Distinct().ToArray();
        if (speakers.Length != 1)
        {
            // One signature speaks for one CA (RFC 6960, 4.2.2.2).
            return OcspAnswer.Refused(
                OcspResponseStatus.Unauthorized,
                speakers.Length == 0 ? "no certificate of a CA that is served here" : "certificates of several CAs in one request");
        }

        var signer = speakers[0];
        var now = clock.GetUtcNow();
        if (request is { Nonce: null, Certificates: [var certificate] })
        {
            return Shared(certificate, signer, now);
        }

        return signer.Sign([.. request.Certificates.Select(each => new SingleResponse(each, StatusOf(each, signer)))], request.Nonce, now, Lifetime);
    }

    private OcspAnswer Shared(CertificateId certificate, OcspSigner signer, DateTimeOffset now)
    {
        var status = StatusOf(certificate, signer);
        if (_signed.Find(certificate, status, signer, now) is { } earlier)
        {
            return earlier;
        }

        var answer = signer.Sign([new SingleResponse(certificate, status)], nonce: null, now, Lifetime);
        // Serial numbers that were never issued are without end, and would push out those that matter.
        if (status.Kind != CertificateStatusKind.Unknown)
        {
            _signed.Add(certificate, status, signer, answer);
        }

        return answer;
    }

    // A certificate of another CA in a request that also asks for ours: not known here (RFC 6960, 2.2).
    private CertificateStatus StatusOf(CertificateId certificate, OcspSigner signer) =>
        signer.Issuers.Contains(certificate.Issuer) ? ledger.Find(signer, certificate.SerialNumber.Span) : CertificateStatus.Unknown;
}
