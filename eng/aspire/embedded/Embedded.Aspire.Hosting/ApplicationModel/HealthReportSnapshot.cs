using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last result of one health check of a resource.</summary>
/// <param name="Name">The key of the health check.</param>
/// <param name="Status">The result, or null while the check has not run.</param>
/// <param name="Description">An explanation for people.</param>
/// <param name="ExceptionText">What the check threw, if it did.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When the check ran last (UTC), or null.</summary>
    public DateTime? LastRunAt { get; init; }
}
