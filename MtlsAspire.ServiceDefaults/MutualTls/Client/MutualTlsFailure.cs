using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>Makes of a failed request's exception one that has the reason, where TLS was the cause.</summary>
internal static class MutualTlsFailure
{
    /// <summary>Explains an exception.</summary>
    /// <param name="exception">What the request failed with.</param>
    /// <param name="handshake">The handshake that the request caused, if it caused one.</param>
    /// <returns>An <see cref="HttpRequestException"/> around a <see cref="MutualTlsException"/>; the same exception where TLS was not the cause.</returns>
    public static Exception Explain(Exception exception, Handshake? handshake) => exception switch
    {
        HttpRequestException { InnerException: MutualTlsException, HttpRequestError: HttpRequestError.SecureConnectionError } => exception,
        _ when Find(exception) is { } known => Wrap(known),
        // In HTTP/2 one task learns of the refusal, and another's exception, that of a closed stream, reaches the caller.
        _ when handshake?.Refusal is { } refusal => Wrap(refusal),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or OperationCanceledException =>
            Wrap(new MutualTlsException(HandshakeFailure.Explain(exception), handshake?.Certificate, exception)),
        _ => exception,
    };

    private static MutualTlsException? Find(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is MutualTlsException found) return found;
        }

        return null;
    }

    private static HttpRequestException Wrap(MutualTlsException exception) =>
        new(HttpRequestError.SecureConnectionError, exception.Message, exception);
}
