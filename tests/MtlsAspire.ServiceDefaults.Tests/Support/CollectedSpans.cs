using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace MtlsAspire.Tests.Support;

/// <summary>Keeps the spans that would be exported. They are of the whole process: find one's own by the trace.</summary>
public sealed class CollectedSpans : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();

    public override void OnEnd(Activity data)
    {
        // As exporters do.
        if (data.Recorded) _spans.Enqueue(data);
    }

    public IReadOnlyList<Activity> All => [.. _spans];

    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _spans.Where(span => span.TraceId == trace)];

    public Task<Activity> WaitForAsync(ActivityTraceId trace, ActivityKind kind) =>
        Eventually.FindAsync(() => Of(trace).FirstOrDefault(span => span.Kind == kind), $"a span of kind {kind}");
}
