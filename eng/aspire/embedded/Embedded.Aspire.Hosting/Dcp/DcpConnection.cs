using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>HTTP/2 requests to one DCP, which proves itself by its certificate, as we do by the token.</summary>
internal sealed class DcpConnection : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    /// <summary>Creates the connection; nothing is sent yet.</summary>
    /// <param name="server">The API server's address.</param>
    /// <param name="token">The bearer token.</param>
    /// <param name="serverCertificate">The very certificate (DER) that the server must present.</param>
    public DcpConnection(Uri server, string token, byte[] serverCertificate)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true, // each followed log and each watch occupies a stream
            ActivityHeadersPropagator = null, // the orchestrator's own requests are no part of anybody's trace
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsExpected(certificate, serverCertificate),
            },
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan, // streams have no end; other requests have RequestTimeout
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends a request and returns its answer once it is complete.</summary>
    /// <exception cref="DcpApiException">The request was refused or could not be sent.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RequestTimeout);
        try
        {
            return await SendAsync(method, path, content, HttpCompletionOption.ResponseContentRead, timeout.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DcpApiException(
                statusCode: null, $"The Developer Control Plane (dcp) has not answered within {RequestTimeout.TotalSeconds} s ({method} {path}).", e);
        }
    }

    /// <summary>Sends a request and returns the object in its answer.</summary>
    /// <exception cref="DcpApiException">The request was refused or could not be sent.</exception>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> json, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, content, cancellationToken);
        return await response.Content.ReadFromJsonAsync(json, cancellationToken)
            ?? throw new DcpApiException(response.StatusCode, $"The Developer Control Plane (dcp) has answered null to {method} {path}.");
    }

    /// <summary>Sends a GET request and returns the lines of its answer as they come.</summary>
    /// <exception cref="DcpApiException">The request was refused or could not be sent.</exception>
    public async Task<LineStream> OpenAsync(string path, CancellationToken cancellationToken) =>
        await LineStream.CreateAsync(
            await SendAsync(HttpMethod.Get, path, content: null, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken);

    public void Dispose() => _http.Dispose();

    private static bool IsExpected(X509Certificate? certificate, byte[] expected) =>
        certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(expected);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Version = HttpVersion.Version20, // one connection for all the watches and logs
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw DcpApiException.Gone(e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusedAsync(method, path, response, cancellationToken);
        }
    }

    private static async Task<DcpApiException> RefusedAsync(
        HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string? message = null;
        try
        {
            var status = await response.Content.ReadFromJsonAsync(DcpJsonContext.Default.ApiStatus, cancellationToken);
            message = status?.Message;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            // No Status object: the HTTP status code must do.
        }

        return new DcpApiException(
            response.StatusCode, $"The Developer Control Plane (dcp) has refused {method} {path} ({(int)response.StatusCode}): {message ?? response.ReasonPhrase}");
    }
}
