using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>
/// Sends questions over HTTP (RFC 6960, appendix A.1). Nothing but the answer's own signature is relied on; so a responder may be reached
/// by plain HTTP, while whom it may lead us to, and how much it may send, is limited here.
/// </summary>
internal sealed class OcspClient : IDisposable
{
    private const int LargestResponse = 64 << 10;
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        MaxResponseContentBufferSize = LargestResponse,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks, and waits for the answer on this thread.</summary>
    /// <exception cref="OcspException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The service stops.</exception>
    public byte[] Ask(Uri responder, byte[] request, TimeSpan timeout, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, responder);
            message.Content = new ByteArrayContent(request) { Headers = { ContentType = new MediaTypeHeaderValue(RequestType) } };
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ResponseType));
            using var response = _http.Send(message, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new OcspException(OcspResult.HttpError, $"answered with the HTTP status {(int)response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType?.Equals(ResponseType, StringComparison.OrdinalIgnoreCase) != true)
                throw new OcspException(OcspResult.HttpError, $"sent an answer whose content type is not {ResponseType}");
            using var body = new MemoryStream();
            response.Content.ReadAsStream(limit.Token).CopyTo(body);
            return body.ToArray();
        }
        catch (OperationCanceledException exception) when (!stopping.IsCancellationRequested)
        {
            throw new OcspException(OcspResult.TimedOut, $"gave no answer within {timeout.TotalSeconds:0.###} s", exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OcspException(OcspResult.Malformed, $"sent more than {LargestResponse >> 10} KiB", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or AuthenticationException)
        {
            throw new OcspException(OcspResult.Unreachable, $"cannot be asked: {exception.GetBaseException().Message.TrimEnd('.')}", exception);
        }
    }

    public void Dispose() => _http.Dispose();
}
