namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Lock 2 stayed closed: we refused the server's certificate.</summary>
/// <param name="verdict">The verdict.</param>
/// <param name="serverCertificate">The certificate that was refused.</param>
public sealed class ServerRefusedException(PeerVerdict verdict, PeerCertificate? serverCertificate)
    : MutualTlsException(verdict, serverCertificate);
