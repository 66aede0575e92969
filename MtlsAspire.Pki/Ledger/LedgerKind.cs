namespace MtlsAspire.Pki.Ledger;

/// <summary>What a certificate in the ledger is for.</summary>
public enum LedgerKind
{
    /// <summary>Not known: only its revocation was found, in a list that an earlier version or another program had signed.</summary>
    Unknown,

    /// <summary>A root CA.</summary>
    Root,

    /// <summary>An issuing CA.</summary>
    IssuingCa,

    /// <summary>A cross-certificate: a CA's key certified by another root during a rollover.</summary>
    CrossCertificate,

    /// <summary>The certificate of an identity.</summary>
    Leaf,

    /// <summary>A certificate that answers for a foreign signing request; its key was never here.</summary>
    SignedRequest,

    /// <summary>A delegated OCSP responder (RFC 6960, 4.2.2.2).</summary>
    OcspSigner,
}
