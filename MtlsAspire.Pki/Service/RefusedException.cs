using Microsoft.AspNetCore.Http;

namespace MtlsAspire.Pki.Service;

/// <summary>A request that is refused. The message is one line for whoever sent it: what is wrong, and what to do.</summary>
internal sealed class RefusedException : Exception
{
    private RefusedException(int statusCode, string reason, string message, string? challenge = null)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
        Challenge = challenge;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The same as one word, for programs and telemetry.</summary>
    public string Reason { get; }

    /// <summary>With 401, how to say who one is: the WWW-Authenticate header (RFC 9110, 11.6.1).</summary>
    public string? Challenge { get; }

    /// <summary>400: the request is malformed, or asks for what is not given.</summary>
    public static RefusedException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "bad_request", message);

    /// <summary>401: it is not known who sends it. There is no registered challenge for TLS; "Certificate" is ASP.NET Core's.</summary>
    public static RefusedException Unauthorized(string reason, string message, string challenge = "Certificate") =>
        new(StatusCodes.Status401Unauthorized, reason, message, challenge);

    /// <summary>403: it is known, and may not do this.</summary>
    public static RefusedException Forbidden(string reason, string message) => new(StatusCodes.Status403Forbidden, reason, message);

    /// <summary>404: there is no such thing.</summary>
    public static RefusedException NotFound(string message) => new(StatusCodes.Status404NotFound, "not_found", message);

    /// <summary>413: the body is too large.</summary>
    public static RefusedException TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, "too_large", message);

    /// <summary>415: the body is of another kind.</summary>
    public static RefusedException UnsupportedType(string message) => new(StatusCodes.Status415UnsupportedMediaType, "unsupported_type", message);
}
