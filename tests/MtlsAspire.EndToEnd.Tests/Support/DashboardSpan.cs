using System.Globalization;
using System.Text.Json;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>A span as the dashboard gives it back.</summary>
public sealed record DashboardSpan(
    string Resource, string TraceId, string SpanId, string? ParentSpanId, string Name, int Kind, IReadOnlyDictionary<string, string> Attributes)
{
    private const int Error = 2;

    public const int Server = 2;
    public const int Client = 3;

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>Whether its status is an error.</summary>
    public bool Failed { get; private init; }

    /// <summary>What its status says of the error.</summary>
    public string? StatusMessage { get; private init; }

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>Reads an answer of the telemetry API (OTLP's JSON form).</summary>
    public static IEnumerable<DashboardSpan> ReadAll(JsonElement data) =>
        from resourceSpans in data.GetProperty("resourceSpans").EnumerateArray()
        let resource = ReadAttributes(resourceSpans.GetProperty("resource"))["service.name"]
        from scopeSpans in resourceSpans.GetProperty("scopeSpans").EnumerateArray()
        from span in scopeSpans.GetProperty("spans").EnumerateArray()
        select new DashboardSpan(
            resource,
            span.GetProperty("traceId").GetString()!,
            span.GetProperty("spanId").GetString()!,
            span.TryGetProperty("parentSpanId", out var parent) ? parent.GetString() : null,
            span.GetProperty("name").GetString()!,
            span.TryGetProperty("kind", out var kind) ? kind.GetInt32() : 0,
            ReadAttributes(span))
        {
            StartedAt = DateTimeOffset.UnixEpoch.AddTicks(
                long.Parse(span.GetProperty("startTimeUnixNano").GetString()!, CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick),
            Failed = span.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code) && code.GetInt32() == Error,
            StatusMessage = status.ValueKind == JsonValueKind.Object && status.TryGetProperty("message", out var message) ? message.GetString() : null,
        };

    public override string ToString() =>
        $"{Resource}: {Name} (kind {Kind}, trace {TraceId}){(Failed ? $" failed: {StatusMessage}" : "")} {string.Join(", ", Attributes.Select(a => $"{a.Key}={a.Value}"))}";

    private static Dictionary<string, string> ReadAttributes(JsonElement owner) =>
        owner.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateArray().ToDictionary(
                a => a.GetProperty("key").GetString()!,
                a => a.GetProperty("value").EnumerateObject().First().Value.ToString())
            : [];
}
