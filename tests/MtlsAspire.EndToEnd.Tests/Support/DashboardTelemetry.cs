using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>Reads spans back from the dashboard, through its telemetry API.</summary>
public sealed class DashboardTelemetry(Uri dashboard, string apiKey) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _client = new() { BaseAddress = dashboard, DefaultRequestHeaders = { { "x-api-key", apiKey } } };

    /// <summary>Waits for a span of a resource that fulfils a condition.</summary>
    public async Task<DashboardSpan> WaitForSpanAsync(string resource, Func<DashboardSpan, bool> condition) =>
        (await WaitAsync($"api/telemetry/spans?resource={resource}", spans => spans.Any(condition))).First(condition);

    /// <summary>The spans of a resource that failed.</summary>
    public async Task<IReadOnlyList<DashboardSpan>> FailedAsync(string resource, CancellationToken cancellationToken) =>
        await SpansAsync($"api/telemetry/spans?resource={resource}&hasError=true", cancellationToken);

    /// <summary>Waits until the spans of a trace fulfil a condition.</summary>
    public Task<IReadOnlyList<DashboardSpan>> WaitForTraceAsync(string traceId, Func<IReadOnlyList<DashboardSpan>, bool> condition) =>
        WaitAsync($"api/telemetry/traces/{traceId}", condition);

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<DashboardSpan>> WaitAsync(string path, Func<IReadOnlyList<DashboardSpan>, bool> condition)
    {
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        IReadOnlyList<DashboardSpan> spans = [];
        try
        {
            while (true)
            {
                spans = await SpansAsync(path, deadline.Token);
                if (condition(spans))
                {
                    return spans;
                }

                await Task.Delay(PollInterval, deadline.Token);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"What was waited for did not come to the dashboard. {path} gives: {string.Join("\n", spans)}", e);
        }
    }

    private async Task<IReadOnlyList<DashboardSpan>> SpansAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            // The dashboard does not know the resource or trace yet.
            return [];
        }

        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return [.. DashboardSpan.ReadAll(answer.GetProperty("data"))];
    }
}
