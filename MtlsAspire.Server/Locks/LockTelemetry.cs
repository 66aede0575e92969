using System.Diagnostics;
using System.Diagnostics.Metrics;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.Server.Locks;

/// <summary>Tells of each lock that opened or stayed shut: an event of the request's span, a metric, and a line of the audit log.</summary>
internal sealed class LockTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "MtlsAspire.Boxes";

    private readonly string _box;
    private readonly AuditLog _audit;
    private readonly Counter<long> _decisions;

    public LockTelemetry(BoxOptions options, IMeterFactory meters, AuditLog audit)
    {
        _box = options.Name;
        _audit = audit;
        _decisions = meters.Create(Name).CreateCounter<long>("mtls.locks", "{decision}", "Locks of the box that opened or stayed shut; error.type is the reason.");
    }

    public void Tell(ILock one, LockAttempt attempt, LockDecision decision)
    {
        var tags = new TagList
        {
            { "mtls.box", _box },
            { "mtls.operation", attempt.Operation },
            { "mtls.lock", one.Name },
            { "mtls.lock.kind", one.Kind },
            { "mtls.result", decision.IsOpen ? "opened" : "shut" },
        };
        if (!decision.IsOpen) tags.Add("error.type", decision.Reason);
        _decisions.Add(1, tags);

        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            activity.AddEvent(new ActivityEvent(decision.IsOpen ? "lock opened" : "lock stayed shut", tags: new ActivityTagsCollection(tags)
            {
                ["mtls.identity"] = attempt.Identity,
                ["mtls.reason"] = decision.Explanation,
            }));
        }

        if (!_audit.TryBegin(decision.IsOpen ? AuditKind.LockOpened : AuditKind.LockShut, out var logger)) return;
        if (decision.IsOpen) logger.LockOpened(one.Name, one.Kind, _box, attempt.Operation, attempt.Identity, decision.Explanation);
        else logger.LockStayedShut(one.Name, one.Kind, _box, attempt.Operation, attempt.Identity, decision.Reason, decision.Explanation);
    }
}
