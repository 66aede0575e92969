namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// The client behind a connection, as decided once in its handshake. A feature of the connection, and so of each of its
/// requests; there is none on plain http.
/// </summary>
public interface IPeerCertificateFeature
{
    /// <summary>The connection; <c>null</c> until its handshake is done, which is before its first request.</summary>
    TlsConnection? Connection { get; }
}
