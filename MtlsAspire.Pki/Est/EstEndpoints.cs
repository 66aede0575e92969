using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Service;

namespace MtlsAspire.Pki.Est;

/// <summary>Enrolment over Secure Transport (RFC 7030, with RFC 8951).</summary>
internal sealed class EstEndpoints(
    Enrolment enrolment, Callers callers, PkiAuthority authority, PkiMetrics metrics, ILogger<EstEndpoints> logger)
{
    /// <summary>Where EST is (RFC 7030, 3.2.2).</summary>
    public const string Path = "/.well-known/est";

    // In octets. A request for RSA 4096 with twenty names has about 3,000 in base64.
    private const int LargestBody = 32 * 1024;

    // RFC 7030, 3.2.3: HTTP authentication for clients that have no certificate yet.
    private const string Challenge = "Basic realm=\"EST\", charset=\"UTF-8\"";

    private const string RequestType = "application/pkcs10";

    /// <summary>Maps the operations; they must be reached by https only.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        // Anonymous for routing's part: each operation says itself whom it wants, and whether by token or by certificate.
        var group = endpoints.MapGroup(Path).AllowAnonymous();
        group.MapGet("/cacerts", GetCaCertificates);
        group.MapGet("/csrattrs", GetAttributes);
        group.MapPost("/simpleenroll", EnrolAsync);
        group.MapPost("/simplereenroll", ReenrolAsync);
    }

    private FileContentHttpResult GetCaCertificates(HttpResponse response)
    {
        var certificates = AuthorityBundles.Of(authority.Ledger, AuthorityRole.Root).Concat(AuthorityBundles.Of(authority.Ledger, AuthorityRole.Issuing));
        return Base64(response, CertsOnly.MediaType, CertsOnly.Encode(certificates));
    }

    private static FileContentHttpResult GetAttributes(HttpResponse response) => Base64(response, CsrAttributes.MediaType, CsrAttributes.Encoded);

    private Task<FileContentHttpResult> EnrolAsync(HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync("simpleenroll", request, body => BasicCredentials.Of(request) switch
        {
            { } credentials => enrolment.Enrol(body, credentials),
            null when request.Headers.Authorization.Count > 0 => throw RefusedException.Unauthorized(
                "token_missing", "The Authorization header is not HTTP Basic: give the token as its password."),
            null when request.HttpContext.Connection.ClientCertificate is not null => enrolment.Reenrol(body, callers.Require(request.HttpContext)),
            null => throw RefusedException.Unauthorized(
                "token_missing", "A one-time token is needed, as the password of HTTP Basic authentication, or a client certificate of this PKI: ask an operator for a token."),
        }, cancellationToken);

    private Task<FileContentHttpResult> ReenrolAsync(HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync("simplereenroll", request, body => enrolment.Reenrol(body, callers.Require(request.HttpContext)), cancellationToken);

    private async Task<FileContentHttpResult> AnswerAsync(
        string operation, HttpRequest request, Func<byte[], X509Certificate2> issue, CancellationToken cancellationToken)
    {
        try
        {
            using var certificate = issue(await ReadAsync(request, cancellationToken));
            metrics.Enrolled(operation, "issued");
            logger.Enrolled(operation, certificate.Subject, certificate.SerialNumber, request.HttpContext.Connection.RemoteIpAddress);
            return Base64(request.HttpContext.Response, CertsOnly.MediaType, CertsOnly.Encode([certificate]));
        }
        catch (RefusedException exception)
        {
            throw Refused(operation, request, exception.StatusCode == StatusCodes.Status401Unauthorized
                ? RefusedException.Unauthorized(exception.Reason, exception.Message, Challenge)
                : exception);
        }
        catch (PkiException exception) when (exception.InnerException is not (IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException))
        {
            throw Refused(operation, request, RefusedException.BadRequest(exception.Message));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            metrics.Enrolled(operation, "internal_error");
            throw;
        }
    }

    private RefusedException Refused(string operation, HttpRequest request, RefusedException exception)
    {
        metrics.Enrolled(operation, exception.Reason);
        logger.EnrolmentRefused(operation, exception.Reason, exception.Message, request.HttpContext.Connection.RemoteIpAddress);
        return exception;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(RequestType, StringComparison.OrdinalIgnoreCase))
        {
            throw RefusedException.UnsupportedType($"A PKCS#10 request is sent as {RequestType} (RFC 7030, 4.2.1).");
        }

        return await BoundedBody.ReadAsync(request, LargestBody, cancellationToken)
            ?? throw RefusedException.TooLarge($"A PKCS#10 request has at most {LargestBody} octets here.");
    }

    private static FileContentHttpResult Base64(HttpResponse response, string type, ReadOnlySpan<byte> der)
    {
        // RFC 8951 does without this header; clients of RFC 7030 expect it.
        response.Headers["Content-Transfer-Encoding"] = "base64";
        return TypedResults.Bytes(Encoding.ASCII.GetBytes(EstBase64.Encode(der)), type);
    }
}
