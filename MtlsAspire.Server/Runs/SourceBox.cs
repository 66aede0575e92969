using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Transformations;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Runs;

/// <summary>The box from which runs take their input, called with this box's own certificate.</summary>
/// <param name="http">An HTTP client that is set up for mutual TLS, with the box's address.</param>
/// <param name="options">The options of this box.</param>
internal sealed class SourceBox(HttpClient http, BoxOptions options)
{
    private const int LongestProblem = 64 << 10;

    /// <summary>Takes an item out.</summary>
    /// <exception cref="ProblemException">The item is unknown or too large, or the box does not give it out.</exception>
    public async Task<TransformationInput> TakeAsync(string item, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(
                new Uri($"/items/{Uri.EscapeDataString(item)}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound) throw new ProblemException(BoxProblem.UnknownItem);
            if (!response.IsSuccessStatusCode) throw new ProblemException(await RefusalAsync(response, cancellationToken));
            if (response.Content.Headers.ContentLength > options.MaxRunBytes) throw TooLarge();
            return new TransformationInput(
                item,
                response.Content.Headers.ContentType?.ToString() ?? "application/octet-stream",
                await ReadAsync(response, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            var why = exception.InnerException is MutualTlsException { Verdict: var verdict } ? $"{verdict.Code}: {verdict.Explanation}" : "it does not answer.";
            throw new ProblemException(Gateway("source_unavailable", $"Box '{options.Source}' cannot be reached now; {why}"), exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(
                new BoxProblem(StatusCodes.Status504GatewayTimeout, "source_too_slow", "The source box is too slow", $"Box '{options.Source}' did not answer in time."), exception);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > options.MaxRunBytes) throw TooLarge();
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private ProblemException TooLarge() => new(new BoxProblem(
        StatusCodes.Status422UnprocessableEntity, "input_too_large", "The item is too large", $"A run of this box takes in at most {options.MaxRunBytes} bytes."));

    // Which lock stayed shut there concerns this box's operators and its caller alike.
    private async Task<BoxProblem> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var told = response.Content.Headers is { ContentType.MediaType: "application/problem+json", ContentLength: null or <= LongestProblem }
            ? Parse(await response.Content.ReadAsStringAsync(cancellationToken))
            : null;
        var (reason, at) = ((string?)told?["reason"], (string?)told?["lock"]);
        return Gateway(
            reason == "tampering_detected" ? "source_tampered_with" : "source_refused",
            $"Box '{options.Source}' does not give the item to this box: {(int)response.StatusCode} {reason}{(at is null ? "" : $", lock {at}")}.");
    }

    private static BoxProblem Gateway(string reason, string detail) =>
        new(StatusCodes.Status502BadGateway, reason, "The source box did not give the item", detail);

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
