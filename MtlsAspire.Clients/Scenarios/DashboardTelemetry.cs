using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>Reads the spans of the box from the dashboard, through its telemetry API; and makes links to traces.</summary>
internal sealed class DashboardTelemetry : IDisposable
{
    /// <summary>The environment variable with the key of the dashboard's API.</summary>
    public const string KeyVariable = "SCENARIOS_DASHBOARD_KEY";

    private const string Box = "storage";
    // The dashboard gives the newest 200 unless asked for more, which at a busy box are those of a few seconds.
    private const int MostSpans = 2000;
    private const string HandshakeName = "TLS server handshake";

    // Spans come in batches, and with an AppHost that is no development environment only every five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    // The box's clock is this machine's; but a span's start is taken before the client's request is even made.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;

    private DashboardTelemetry(HttpClient http, bool canRead)
    {
        _http = http;
        CanRead = canRead;
    }

    /// <summary>Whether spans can be read, which needs the key.</summary>
    public bool CanRead { get; }

    /// <summary>Prepares to read; a login link is exchanged for the key at once.</summary>
    /// <param name="url">The dashboard's address, or its login link.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="MatrixException">The URL is malformed, or the dashboard does not accept the login link.</exception>
    public static async Task<DashboardTelemetry> ConnectAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new MatrixException($"--dashboard: '{url}' is no http URL; write it like http://localhost:15000, or paste the login link", ExitCode.Usage);

        var http = new HttpClient { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)) };
        var token = address.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal))?[2..];
        var key = token is null ? Environment.GetEnvironmentVariable(KeyVariable) : await ExchangeAsync(http, token, cancellationToken);
        if (!string.IsNullOrEmpty(key)) http.DefaultRequestHeaders.Add("x-api-key", key);
        return new DashboardTelemetry(http, !string.IsNullOrEmpty(key));
    }

    /// <summary>Where a person sees a trace.</summary>
    public string LinkTo(string traceId) => new Uri(_http.BaseAddress!, $"/traces/detail/{traceId}").ToString();

    /// <summary>Waits for the box's handshake with a client.</summary>
    /// <param name="clientHash">SHA-256 of the client's certificate, upper-case hexadecimal; <c>null</c> for none.</param>
    /// <param name="from">When the client's call began.</param>
    /// <param name="to">When it was over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The handshake; <c>null</c> if it did not come.</returns>
    /// <exception cref="MatrixException">The dashboard does not answer, or does not accept the key.</exception>
    public async Task<HandshakeSpan?> FindHandshakeAsync(string? clientHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var found = (await HandshakesAsync(patience.Token)).LastOrDefault(span =>
                    span.ClientHash == clientHash && span.Started >= from - Tolerance && span.Started <= to + Tolerance);
                if (found is not null) return found;
                await Task.Delay(PollInterval, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads the handshakes in an answer of the API (OTLP's JSON form).</summary>
    internal static IEnumerable<HandshakeSpan> Read(JsonElement data) =>
        from resource in data.GetProperty("resourceSpans").EnumerateArray()
        from scope in resource.GetProperty("scopeSpans").EnumerateArray()
        from span in scope.GetProperty("spans").EnumerateArray()
        where span.GetProperty("name").GetString() == HandshakeName
        let attributes = Attributes(span)
        select new HandshakeSpan(
            span.GetProperty("traceId").GetString()!,
            attributes.GetValueOrDefault("error.type", Expectation.Accepted),
            attributes.GetValueOrDefault("tls.client.hash.sha256"),
            DateTimeOffset.UnixEpoch.AddTicks(long.Parse(span.GetProperty("startTimeUnixNano").GetString()!, CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick));

    private static async Task<string?> ExchangeAsync(HttpClient http, string token, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(new Uri("/api/telemetry/validateToken", UriKind.Relative), new TokenQuestion(token), ScenariosJsonContext.Default.TokenQuestion, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new MatrixException($"--dashboard: {http.BaseAddress} does not accept the login link ({(int)response.StatusCode}); copy the one that this run of the AppHost printed", ExitCode.Usage);
            var answer = await response.Content.ReadFromJsonAsync(ScenariosJsonContext.Default.JsonElement, cancellationToken);
            return answer.TryGetProperty("apiKey", out var key) ? key.GetString() : null;
        }
        catch (HttpRequestException exception)
        {
            throw new MatrixException($"--dashboard: {http.BaseAddress} does not answer ({exception.Message.TrimEnd('.')}); start the AppHost, or leave the option out", innerException: exception);
        }
    }

    private async Task<List<HandshakeSpan>> HandshakesAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"/api/telemetry/spans?resource={Box}&hasError=true&limit={MostSpans}", UriKind.Relative), cancellationToken);
            // The dashboard does not know the box yet.
            if (response.StatusCode == HttpStatusCode.NotFound) return [];
            if (!response.IsSuccessStatusCode)
                throw new MatrixException($"the dashboard at {_http.BaseAddress} answers {(int)response.StatusCode}; check {KeyVariable}, or paste the login link with --dashboard");
            var answer = await response.Content.ReadFromJsonAsync(ScenariosJsonContext.Default.JsonElement, cancellationToken);
            return [.. Read(answer.GetProperty("data"))];
        }
        catch (HttpRequestException exception)
        {
            throw new MatrixException($"the dashboard at {_http.BaseAddress} does not answer ({exception.Message.TrimEnd('.')}); start the AppHost, or leave out --dashboard and {KeyVariable}", innerException: exception);
        }
    }

    private static Dictionary<string, string> Attributes(JsonElement span) =>
        span.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateArray().ToDictionary(
                attribute => attribute.GetProperty("key").GetString()!,
                attribute => attribute.GetProperty("value").EnumerateObject().First().Value.ToString(),
                StringComparer.Ordinal)
            : [];
}
