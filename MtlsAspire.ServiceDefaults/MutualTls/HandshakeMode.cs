namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What a server does with a client that it refuses.</summary>
public enum HandshakeMode
{
    /// <summary>
    /// The handshake completes, and each request is answered 401 with the reason. Nothing is lost: no request of a refused
    /// client reaches an endpoint, except those that are open to everybody (<c>AllowAnonymous</c>).
    /// </summary>
    Explain,

    /// <summary>The handshake fails. The client learns nothing but that; the server's logs, traces and metrics have the reason.</summary>
    Require,
}
