namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What is wrong with an identity on purpose, so that a refusal can be rehearsed.</summary>
public enum IdentityDefect
{
    /// <summary>Its certificate ended yesterday.</summary>
    Expired,

    /// <summary>Its certificate begins in a year.</summary>
    NotYetValid,

    /// <summary>Its certificate is on the revocation list (keyCompromise).</summary>
    Revoked,

    /// <summary>Another CA issued its certificate, one that nobody here trusts: <c>untrusted-ca</c>.</summary>
    Untrusted,

    /// <summary>It signed its certificate itself.</summary>
    SelfSigned,

    /// <summary>Its certificate is for another purpose: a client's for servers, a server's for clients, that of both for e-mail.</summary>
    WrongEku,

    /// <summary>Its files hold the leaf without the certificate of the issuing CA.</summary>
    MissingIntermediate,

    /// <summary>Its certificate names somebody else.</summary>
    WrongName,

    /// <summary>Its key is RSA with 1024 bits.</summary>
    WeakKey,

    /// <summary>Its certificate is signed with SHA-1.</summary>
    WeakHash,

    /// <summary>Its key file holds another key than that of its certificate.</summary>
    MismatchedKey,

    /// <summary>Its certificate has its name in the subject only, and no subjectAltName.</summary>
    CnOnly,
}
