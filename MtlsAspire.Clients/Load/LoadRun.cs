using System.Diagnostics;
using System.Net.Sockets;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Load;

/// <summary>
/// Makes a load: one request at a time on each connection. With a rate, requests are due at fixed times, and latency counts
/// from then on, so that a server that stalls is not flattered by the requests that it held up.
/// </summary>
/// <param name="options">What load to make.</param>
/// <param name="clients">One HTTP client for each connection.</param>
/// <param name="statistics">Where it is measured.</param>
internal sealed class LoadRun(LoadOptions options, IReadOnlyList<HttpClient> clients, LoadStatistics statistics)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _next = -1;

    /// <summary>Runs until the time is over or it is cancelled; requests under way are still waited for.</summary>
    /// <param name="cancellationToken">Ends the load.</param>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(clients.Select(client => WorkAsync(client, cancellationToken)));

    private async Task WorkAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await WaitUntilDueAsync(cancellationToken) is { } due) await RequestAsync(client, due);
    }

    private async Task<TimeSpan?> WaitUntilDueAsync(CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetElapsedTime(_started);
        var due = options.Rate > 0 ? TimeSpan.FromSeconds(Interlocked.Increment(ref _next) / options.Rate) : now;
        if (due >= options.Duration) return null;
        if (due > now) await Task.Delay(due - now, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancellationToken.IsCancellationRequested ? null : due;
    }

    private async Task RequestAsync(HttpClient client, TimeSpan due)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Url)
        {
            Version = options.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (options.NewConnections) request.Headers.ConnectionClose = true;
        try
        {
            using var response = await client.SendAsync(request);
            if (response.IsSuccessStatusCode) statistics.Answered(Stopwatch.GetElapsedTime(_started) - due);
            else statistics.Failed($"http_{(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            statistics.Failed(ReasonOf(exception));
        }
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: MutualTlsException refused } => refused.Verdict.Code,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "not_reachable",
        HttpRequestException http => http.HttpRequestError.ToString(),
        _ => "no_answer",
    };
}
