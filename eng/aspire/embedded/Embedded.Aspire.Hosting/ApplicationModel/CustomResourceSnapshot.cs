using System.Collections.Immutable;
using Status = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All that can be seen of a resource at one moment. Never changes: a change is a new snapshot.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>The kind of resource, such as <c>Project</c>, or any text.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Named facts about the resource.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When the resource came to be (UTC).</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it started last (UTC).</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it stopped last (UTC).</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>The state, null before the first one is known.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of the process, once it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// The health of a running resource: the worst of its reports, unhealthy while a check has not run, healthy
    /// without health checks. Null when the resource is not running.
    /// </summary>
    public Status? HealthStatus =>
        State?.Text != KnownResourceStates.Running ? null :
        HealthReports.IsEmpty ? Status.Healthy :
        HealthReports.Min(report => report.Status ?? Status.Unhealthy);

    /// <summary>The last result of each health check.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>The environment variables.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>The URLs.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>The mounted volumes.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>The commands. Those of command annotations are kept up to date by <see cref="ResourceNotificationService"/>.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>The relationships to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>True when the resource is not shown unless the user asks for hidden ones.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name of a Fluent icon, or null for the icon of the resource type.</summary>
    public string? IconName { get; init; }

    /// <summary>The drawing of the icon.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>Counts the snapshots of one resource, from 1; 0 before publication.</summary>
    internal long Version { get; init; }

    /// <summary>
    /// What the handlers of the event "resource ready" are doing or have done; null until that event was published
    /// for the present run. Who waits for a healthy resource also waits for this task.
    /// </summary>
    internal Task? ResourceReady { get; init; }
}
