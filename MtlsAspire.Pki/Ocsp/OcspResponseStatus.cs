namespace MtlsAspire.Pki.Ocsp;

/// <summary>Whether a request was answered, and if not, why (OCSPResponseStatus; RFC 6960, 4.2.1).</summary>
internal enum OcspResponseStatus
{
    /// <summary>It was; the answer is signed.</summary>
    Successful = 0,

    /// <summary>The request could not be understood.</summary>
    MalformedRequest = 1,

    /// <summary>The responder is broken.</summary>
    InternalError = 2,

    /// <summary>The responder cannot answer at the moment.</summary>
    TryLater = 3,

    /// <summary>The request would have to be signed.</summary>
    SignatureRequired = 5,

    /// <summary>The responder cannot speak for the CA in question (RFC 5019, 2.2.3).</summary>
    Unauthorized = 6,
}
