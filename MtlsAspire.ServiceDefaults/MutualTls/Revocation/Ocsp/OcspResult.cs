namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>What became of one request to a responder.</summary>
internal enum OcspResult
{
    /// <summary>A sound answer: not revoked.</summary>
    Good,

    /// <summary>A sound answer: revoked.</summary>
    Revoked,

    /// <summary>A sound answer: the responder does not know the certificate.</summary>
    Unknown,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>An HTTP answer that is none of OCSP.</summary>
    HttpError,

    /// <summary>An OCSP answer that is none: tryLater, unauthorized and the like (RFC 6960, section 2.3).</summary>
    ErrorStatus,

    /// <summary>Too large, no DER, or not what RFC 6960 says.</summary>
    Malformed,

    /// <summary>Signed by somebody who may not, or about another certificate.</summary>
    Untrusted,

    /// <summary>Too old, or still to come.</summary>
    Untimely,
}
