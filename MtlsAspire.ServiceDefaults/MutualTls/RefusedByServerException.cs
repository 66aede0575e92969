namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Lock 1 stayed closed: the server ended the connection after the handshake and before its first answer. In TLS 1.3 a
/// client's handshake is done before the server has looked at its certificate, so this is what a refusal looks like.
/// </summary>
/// <param name="verdict">The verdict, with the server's alert where it sent one.</param>
/// <param name="serverCertificate">The server's certificate, which we accepted.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class RefusedByServerException(PeerVerdict verdict, PeerCertificate? serverCertificate, Exception? innerException = null)
    : MutualTlsException(verdict, serverCertificate, innerException);
