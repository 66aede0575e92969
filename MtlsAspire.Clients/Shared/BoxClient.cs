using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace MtlsAspire.Clients;

/// <summary>The API of a box.</summary>
/// <param name="http">An HTTP client that is set up for mutual TLS, with the box's address.</param>
public sealed class BoxClient(HttpClient http)
{
    /// <summary>Where the box is.</summary>
    public Uri? Address => http.BaseAddress;

    /// <summary>Asks for the greeting.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What the box answers, be it a greeting or a refusal.</returns>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<string> GreetAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Asks what the box sees of us.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What the box sees.</returns>
    /// <exception cref="HttpRequestException">There was no answer, or it was a refusal; the message tells its reason.</exception>
    internal Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "/whoami", content: null, ClientJsonContext.Default.WhoAmI, cancellationToken);

    /// <summary>Puts an item into the box.</summary>
    /// <param name="name">The item's name.</param>
    /// <param name="content">Its content.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What the box tells of the item.</returns>
    /// <exception cref="HttpRequestException">As for <see cref="WhoAmIAsync"/>.</exception>
    public Task<DepositedItem> PutAsync(string name, byte[] content, string contentType, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            $"/items/{Uri.EscapeDataString(name)}",
            new ByteArrayContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
            ClientJsonContext.Default.DepositedItem,
            cancellationToken);

    /// <summary>Has an item processed.</summary>
    /// <param name="run">What to do with which item.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The run that was made.</returns>
    /// <exception cref="HttpRequestException">As for <see cref="WhoAmIAsync"/>.</exception>
    public Task<MadeRun> RunAsync(WantedRun run, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "/runs", JsonContent.Create(run, ClientJsonContext.Default.WantedRun), ClientJsonContext.Default.MadeRun, cancellationToken);

    /// <summary>Takes the sealed result of a run out.</summary>
    /// <param name="id">The run's number.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The seal, DER.</returns>
    /// <exception cref="HttpRequestException">As for <see cref="WhoAmIAsync"/>.</exception>
    public async Task<byte[]> ResultAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"/runs/{id}", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync("/runs", response, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = content,
            Version = http.DefaultRequestVersion,
        };
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(path, response, cancellationToken);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new HttpRequestException($"The server answered {path} with null.");
    }

    private static async Task<HttpRequestException> RefusalAsync(string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType == Problem.MediaType
            ? await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.Problem, cancellationToken)
            : null;
        var shut = problem?.Lock is null ? "" : $" (lock {problem.Lock} of box {problem.Box})";
        return new HttpRequestException(
            $"The server answered {path} with {(int)response.StatusCode}: {problem?.Reason ?? "no reason given"}{shut}. {problem?.Detail}".TrimEnd(),
            inner: null,
            response.StatusCode);
    }
}
