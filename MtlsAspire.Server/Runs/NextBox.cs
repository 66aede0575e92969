using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Runs;

/// <summary>The box to which sealed results are forwarded, called with this box's own certificate.</summary>
/// <param name="http">An HTTP client that is set up for mutual TLS, with the box's address.</param>
internal sealed class NextBox(HttpClient http)
{
    /// <summary>Hands a seal in.</summary>
    /// <returns>Whether the next box has it, and if not, why not.</returns>
    public async Task<ForwardOutcome> HandInAsync(ReadOnlyMemory<byte> seal, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(seal) { Headers = { ContentType = MediaTypeHeaderValue.Parse(RunService.SealType) } };
            using var response = await http.PostAsync(new Uri("/results", UriKind.Relative), content, cancellationToken);
            if (response.IsSuccessStatusCode) return ForwardOutcome.Delivered;
            var reason = await ReasonAsync(response, cancellationToken);
            // An answer of ours was lost: the next box has the result already.
            return response.StatusCode == HttpStatusCode.Conflict && reason == "seal_replayed"
                ? ForwardOutcome.Delivered
                : ForwardOutcome.Refused($"{(int)response.StatusCode} {reason}");
        }
        catch (HttpRequestException exception)
        {
            return ForwardOutcome.Unanswered(exception.InnerException is MutualTlsException { Verdict.Code: var code } ? code : "not reachable");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ForwardOutcome.Unanswered("no answer in time");
        }
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))?["reason"];
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
