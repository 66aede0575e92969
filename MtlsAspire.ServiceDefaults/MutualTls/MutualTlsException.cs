using System.Security.Authentication;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// A TLS connection to a server did not come about, for one reason. It is the inner exception of an
/// <see cref="HttpRequestException"/> with <see cref="HttpRequestError.SecureConnectionError"/>.
/// </summary>
/// <param name="verdict">The reason, with a sentence that becomes the message.</param>
/// <param name="serverCertificate">The server's certificate, if it came to that.</param>
/// <param name="innerException">What was caught, if anything.</param>
public class MutualTlsException(PeerVerdict verdict, PeerCertificate? serverCertificate, Exception? innerException = null)
    : AuthenticationException(verdict?.Explanation, innerException)
{
    /// <summary>Why there is no connection.</summary>
    public PeerVerdict Verdict { get; } = verdict ?? throw new ArgumentNullException(nameof(verdict));

    /// <summary>The server's certificate; <c>null</c> if the handshake ended before it came.</summary>
    public PeerCertificate? ServerCertificate { get; } = serverCertificate;
}
