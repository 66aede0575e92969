using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>A client with one identity, be it good or bad, that tells what becomes of each of its calls. Every call is a connection of its own.</summary>
public sealed class ScenarioClient
{
    /// <summary>The name of the HTTP client.</summary>
    internal const string HttpClientName = "scenario";

    private static readonly ActivitySource Source = new("MtlsAspire.Clients");

    private readonly HttpClient? _http;
    private readonly TimeProvider _time;
    private readonly string? _problem;

    /// <summary>A client that can call.</summary>
    internal ScenarioClient(HttpClient http, TimeProvider time)
    {
        _http = http;
        _time = time;
    }

    /// <summary>A client that cannot even start: its identity is of no use.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="time">The clock.</param>
    internal ScenarioClient(string problem, TimeProvider time)
    {
        _problem = problem;
        _time = time;
    }

    /// <summary>Makes a call, in a trace of its own.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Outcome> CallAsync(ScenarioCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        Activity.Current = null;
        using var activity = Source.StartActivity($"scenario {call.Scenario}");
        var started = _time.GetUtcNow();
        var (reason, explanation) = _http is null
            ? (Expectation.UnusableIdentity, $"nothing is sent: {_problem}")
            : await TryAsync(_http, call, cancellationToken);
        Describe(activity, call, reason, explanation);
        return new Outcome(reason, explanation, started, activity?.TraceId.ToHexString());
    }

    private static void Describe(Activity? activity, ScenarioCall call, string reason, string explanation)
    {
        if (activity is null) return;
        activity.SetTag("mtls.scenario", call.Scenario);
        activity.SetTag("mtls.scenario.lock", call.Lock.ToString().ToLowerInvariant());
        activity.SetTag("mtls.scenario.expected", call.Expected);
        activity.SetTag("mtls.scenario.observed", reason);
        activity.SetTag("mtls.scenario.explanation", explanation);
        if (reason != call.Expected) activity.SetStatus(ActivityStatusCode.Error, $"expected {call.Expected}, got {reason}");
    }

    private static async Task<(string Reason, string Explanation)> TryAsync(HttpClient http, ScenarioCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(call.Address, call.Path)) { Headers = { ConnectionClose = true } };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? (Expectation.Accepted, $"HTTP {(int)response.StatusCode}")
                : await RefusalAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is MutualTlsException refused)
        {
            return (refused.Verdict.Code, refused.Verdict.Explanation);
        }
        catch (HttpRequestException exception)
        {
            var isDown = exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
            return (isDown ? Outcome.NotReachable : Outcome.NoAnswer, exception.GetBaseException().Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Outcome.NoAnswer, $"no answer within {http.Timeout.TotalSeconds} seconds");
        }
    }

    private static async Task<(string Reason, string Explanation)> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"HTTP {(int)response.StatusCode}";
        try
        {
            var problem = response.Content.Headers.ContentType?.MediaType == Problem.MediaType
                ? await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.Problem, cancellationToken)
                : null;
            return (problem?.Reason ?? $"http_{(int)response.StatusCode}", $"{status}. {problem?.Detail}".TrimEnd());
        }
        catch (JsonException)
        {
            return ($"http_{(int)response.StatusCode}", $"{status}, with problem details that cannot be read");
        }
    }
}
