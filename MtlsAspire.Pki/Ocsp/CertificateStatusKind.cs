namespace MtlsAspire.Pki.Ocsp;

/// <summary>The three kinds of CertStatus; the numbers are its tags (RFC 6960, 4.2.1).</summary>
internal enum CertificateStatusKind
{
    /// <summary>Issued and not revoked.</summary>
    Good = 0,

    /// <summary>Revoked.</summary>
    Revoked = 1,

    /// <summary>Never issued by this CA.</summary>
    Unknown = 2,
}
