using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using MtlsAspire.Pki.Service;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>OCSP over HTTP (RFC 6960, appendix A; RFC 9919, 6).</summary>
internal sealed class OcspEndpoints(OcspResponder responder, PkiMetrics metrics, TimeProvider clock, ILogger<OcspEndpoints> logger)
{
    /// <summary>Where the responder is.</summary>
    public const string Path = "/ocsp";

    private const int Busy = 5; // SQLITE_BUSY
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    // A client that asks a cache every minute hears of a revocation in a minute; the signature itself lives longer.
    private static readonly TimeSpan LongestCaching = TimeSpan.FromMinutes(1);

    /// <summary>Maps both ways of asking.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Path, PostAsync).AllowAnonymous();
        endpoints.MapGet(Path + "/{**request}", Get).AllowAnonymous();
    }

    private async Task<IResult> PostAsync(HttpRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!IsRequestType(request.ContentType))
        {
            return TypedResults.Problem($"An OCSP request is sent as {RequestType}.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        return await BoundedBody.ReadAsync(request, OcspRequest.LargestSize, cancellationToken) is { } body
            ? Answer(body, response, isGet: false)
            : TypedResults.Problem(
                $"An OCSP request has at most {OcspRequest.LargestSize} octets.", statusCode: StatusCodes.Status413PayloadTooLarge);
    }

    private FileContentHttpResult Get(HttpRequest request, HttpResponse response) =>
        Answer(OcspGetPath.Decode(RawPath(request.HttpContext)), response, isGet: true);

    private FileContentHttpResult Answer(ReadOnlyMemory<byte> request, HttpResponse response, bool isGet)
    {
        var answer = Answer(request);
        metrics.OcspAnswered(answer.Status);
        if (answer.Fault is not null)
        {
            logger.OcspRefused(answer.Status, answer.Fault);
        }

        if (!isGet || !answer.IsShareable)
        {
            response.Headers.CacheControl = "no-store";
            return TypedResults.Bytes(answer.Body, ResponseType);
        }

        SetCaching(response.Headers, answer);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(answer.Body))}\"");
        return TypedResults.Bytes(answer.Body, ResponseType, lastModified: answer.ThisUpdate, entityTag: tag);
    }

    private OcspAnswer Answer(ReadOnlyMemory<byte> request)
    {
        try
        {
            return responder.Answer(request);
        }
        catch (Exception exception)
        {
            // The ledger or the signer failed. A client is to hear that in its own protocol (RFC 6960, 2.3).
            logger.OcspFailed(exception);
            var isBusy = exception is PkiException { InnerException: SqliteException { SqliteErrorCode: Busy } };
            return OcspAnswer.Refused(isBusy ? OcspResponseStatus.TryLater : OcspResponseStatus.InternalError, exception.Message);
        }
    }

    private void SetCaching(IHeaderDictionary headers, OcspAnswer answer)
    {
        var remaining = answer.NextUpdate - clock.GetUtcNow();
        var seconds = (long)Math.Max(0, Math.Min(remaining.TotalSeconds, LongestCaching.TotalSeconds));
        headers.CacheControl = $"max-age={seconds}, public, no-transform, must-revalidate";
        headers.Expires = HeaderUtilities.FormatDate(answer.NextUpdate);
    }

    // As it came: routing would have decoded some of the escapes, and a '/' is a letter of base64.
    private static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.IndexOf(Path + "/", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? string.Empty : target[(start + Path.Length + 1)..];
    }

    private static bool IsRequestType(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(RequestType, StringComparison.OrdinalIgnoreCase);
}
