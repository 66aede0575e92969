namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What an HTTP client expects of the servers that it calls, beyond a certificate of our trust anchors.</summary>
public sealed class MutualTlsClientOptions
{
    /// <summary>
    /// The SPIFFE ID that a server must have, as in <c>spiffe://mtls.localhost/storage</c>, instead of the host name that is
    /// called; <c>null</c> to go by the host name (RFC 9525).
    /// </summary>
    public string? ServerSpiffeId { get; set; }

    /// <summary>Whether the service's certificate is shown to servers that ask for one; <c>true</c> if not set.</summary>
    public bool ShowCertificate { get; set; } = true;
}
