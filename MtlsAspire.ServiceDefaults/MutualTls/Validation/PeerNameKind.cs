namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>Kinds of names that a certificate is checked for (RFC 5280, section 4.2.1.6).</summary>
public enum PeerNameKind
{
    /// <summary>A host name, compared as RFC 9525 says.</summary>
    Dns,

    /// <summary>An IP address, version 4 or 6.</summary>
    IP,

    /// <summary>An e-mail address: the local part exactly, the host without regard to case.</summary>
    Email,

    /// <summary>A URI, exactly: a SPIFFE ID.</summary>
    Uri,
}
