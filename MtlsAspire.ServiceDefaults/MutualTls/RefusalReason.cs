namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Why a peer is refused: a closed list. The names follow TLS alerts (RFC 8446, section 6.2) where there is one, else
/// the list of gRPC proposal A118. <see cref="RefusalReasons.Code"/> is the name for telemetry and problem details.
/// </summary>
public enum RefusalReason
{
    /// <summary>No certificate was sent (alert <c>certificate_required</c>).</summary>
    CertificateMissing,

    /// <summary>A certificate of the path has expired: now is after its notAfter (RFC 5280, section 4.1.2.5).</summary>
    CertificateExpired,

    /// <summary>A certificate of the path is not valid yet: now is before its notBefore (RFC 5280, section 4.1.2.5).</summary>
    CertificateNotYetValid,

    /// <summary>A certificate of the path is on its issuer's revocation list (RFC 5280, section 6.3).</summary>
    CertificateRevoked,

    /// <summary>Whether a certificate of the path is revoked cannot be told: no fresh, sound list of its issuer is at hand.</summary>
    RevocationUnknown,

    /// <summary>The path ends at a CA that is none of our trust anchors, or at an issuer nobody here knows.</summary>
    UnknownCa,

    /// <summary>
    /// The path stops below one of ours: the issuer of its last certificate is known here by name or key, but its
    /// certificate is not at hand. The peer should send its intermediates.
    /// </summary>
    IncompleteChain,

    /// <summary>The certificate is not for this purpose: its extended key usage lacks it (RFC 5280, section 4.2.1.12).</summary>
    WrongPurpose,

    /// <summary>The certificate is not for the name that was called (RFC 9525).</summary>
    NameMismatch,

    /// <summary>The certificate is good, but its names are not on the list of those that may come in here.</summary>
    IdentityNotAllowed,

    /// <summary>A certificate is malformed, or breaks its profile (RFC 5280, section 4).</summary>
    BadCertificate,

    /// <summary>A signature does not verify with the key of the issuer that is named.</summary>
    BadSignature,

    /// <summary>An issuer of the path may not issue: basicConstraints, keyCertSign or path length forbid it, or a CA poses as a leaf.</summary>
    InvalidCa,

    /// <summary>A name lies outside the name constraints of a CA of the path (RFC 5280, section 4.2.1.10).</summary>
    NameConstraintsViolated,

    /// <summary>A key or a hash is too weak (alert <c>insufficient_security</c>).</summary>
    InsufficientSecurity,

    /// <summary>A certificate holds what is not supported: an unknown critical extension, another kind of key or signature.</summary>
    UnsupportedCertificate,

    /// <summary>The certificate policies do not allow the path (RFC 5280, section 6.1).</summary>
    PolicyViolation,

    /// <summary>Deciding would cost more than a peer may cost: too many, too large or too tangled certificates.</summary>
    PathTooComplex,

    /// <summary>No TLS version in common.</summary>
    ProtocolVersion,

    /// <summary>No cipher suite, group or signature scheme in common, or another failure that has no name of its own.</summary>
    HandshakeFailure,

    /// <summary>No application protocol in common (ALPN, RFC 7301).</summary>
    NoApplicationProtocol,

    /// <summary>Bytes that are no TLS, or not the message that was due.</summary>
    UnexpectedMessage,

    /// <summary>Plain HTTP on a TLS port.</summary>
    PlainHttp,

    /// <summary>The handshake was not finished in time.</summary>
    HandshakeTimeout,

    /// <summary>The peer closed the connection during the handshake.</summary>
    ConnectionClosed,

    /// <summary>Too many clients were connected without having been accepted, and this one made room for another.</summary>
    TooManyConnections,

    /// <summary>A signature of the handshake is wrong: the peer does not hold the key of its certificate.</summary>
    DecryptError,

    /// <summary>The peer refused us.</summary>
    RefusedByPeer,

    /// <summary>A fault of ours; the peer is refused because trust could not be decided.</summary>
    InternalError,
}
