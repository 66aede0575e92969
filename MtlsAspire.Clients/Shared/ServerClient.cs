using System.Net.Http.Json;

namespace MtlsAspire.Clients;

/// <summary>The server's API.</summary>
/// <param name="http">An HTTP client that is set up for mutual TLS, with the server's address.</param>
internal sealed class ServerClient(HttpClient http)
{
    /// <summary>Where the server is.</summary>
    public Uri? Address => http.BaseAddress;

    /// <summary>Asks for the greeting.</summary>
    /// <returns>What the server answers, be it a greeting or a refusal.</returns>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<string> GreetAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Asks what the server sees of us.</summary>
    /// <returns>What the server sees.</returns>
    /// <exception cref="HttpRequestException">There was no answer, or it was a refusal; the message tells its reason.</exception>
    public async Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("/whoami", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken);

        return await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.WhoAmI, cancellationToken)
            ?? throw new HttpRequestException("The server answered /whoami with null.");
    }

    private static async Task<HttpRequestException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType == Problem.MediaType
            ? await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.Problem, cancellationToken)
            : null;
        return new HttpRequestException(
            $"The server answered /whoami with {(int)response.StatusCode}: {problem?.Reason ?? "no reason given"}. {problem?.Detail}".TrimEnd(),
            inner: null,
            response.StatusCode);
    }
}
