using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>Short forms for calling a box.</summary>
internal static class HttpAnswer
{
    public static async Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, byte[] content, string contentType = "application/octet-stream", string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (ifMatch is not null) request.Headers.IfMatch.ParseAdd(ifMatch);
        return await client.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        return await client.SendAsync(request);
    }

    /// <summary>Asserts a problem: status, reason, that the box is named, and that it is problem details.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(reason, (string?)problem["reason"]);
        Assert.NotNull(problem["box"]);
        Assert.NotNull(problem["detail"]);
        return problem;
    }
}
