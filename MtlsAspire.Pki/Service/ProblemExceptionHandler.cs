using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Pki.Service;

/// <summary>Answers a request that failed with problem details (RFC 9457): one line that says why, and never a stack trace.</summary>
internal sealed class ProblemExceptionHandler(IProblemDetailsService problems, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, reason, detail) = exception switch
        {
            RefusedException refused => (refused.StatusCode, refused.Reason, refused.Message),
            BadHttpRequestException { InnerException: JsonException json } bad => (bad.StatusCode, "bad_request", Explain(json)),
            BadHttpRequestException bad when bad.Message.Contains("no body was provided", StringComparison.Ordinal) => (bad.StatusCode, "bad_request", "A JSON body is needed."),
            BadHttpRequestException bad => (bad.StatusCode, "bad_request", bad.Message),
            PkiException { InnerException: SqliteException or IOException or UnauthorizedAccessException } failed =>
                (StatusCodes.Status503ServiceUnavailable, "unavailable", failed.Message),
            PkiException impossible => (StatusCodes.Status422UnprocessableEntity, "not_possible", impossible.Message),
            _ => (StatusCodes.Status500InternalServerError, "internal_error", "The service failed: its log says why."),
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(httpContext.Request.Path, exception);
        }

        httpContext.Response.StatusCode = status;
        httpContext.Response.Headers.WWWAuthenticate = (exception as RefusedException)?.Challenge;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Status = status, Detail = detail, Extensions = { ["reason"] = reason } },
        });
    }

    /// <summary>Adds the line to problems that routing found, which say nothing but their status code.</summary>
    public static void Complete(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.HttpContext.Request.Path} by {context.HttpContext.Request.Scheme}.",
        StatusCodes.Status405MethodNotAllowed => $"{context.HttpContext.Request.Method} is not possible here.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as JSON, with Content-Type: application/json.",
        _ => null,
    };

    // The parser's own message names types of ours, after the place; the place is what helps.
    private static string Explain(JsonException exception)
    {
        var place = exception.Path is { Length: > 1 } path ? $" at {path}" : string.Empty;
        var line = exception.LineNumber is { } number ? $" (line {number + 1}, byte {exception.BytePositionInLine + 1})" : string.Empty;
        var kind = exception.Message switch
        {
            var text when text.Contains("could not be mapped", StringComparison.Ordinal) => "there is an unknown field",
            var text when text.Contains("missing required", StringComparison.Ordinal) => "a required field is missing: " + After(text, "including: "),
            var text when text.Contains("could not be converted", StringComparison.Ordinal) => "a value is of the wrong type",
            _ => "it is not well-formed",
        };
        return $"The body is not the JSON that is expected: {kind}{place}{line}.";
    }

    private static string After(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var start ? text[(start + mark.Length)..].TrimEnd('.') : "see the documentation";
}
