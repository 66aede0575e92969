using System.Collections;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// Compares snapshots by what they say. The equality of the record does not help: its collections compare by
/// identity, and they are rebuilt for nearly every snapshot.
/// </summary>
internal static class SnapshotContent
{
    /// <summary>True when both snapshots describe the resource alike; the version does not count.</summary>
    public static bool Same(CustomResourceSnapshot left, CustomResourceSnapshot right) =>
        WithoutCollections(left) == WithoutCollections(right) &&
        left.Properties.SequenceEqual(right.Properties, PropertyComparer.Instance) &&
        left.EnvironmentVariables.SequenceEqual(right.EnvironmentVariables) &&
        left.Urls.SequenceEqual(right.Urls) &&
        left.Volumes.SequenceEqual(right.Volumes) &&
        left.Commands.SequenceEqual(right.Commands) &&
        left.Relationships.SequenceEqual(right.Relationships) &&
        left.HealthReports.SequenceEqual(right.HealthReports);

    // What remains is compared by the record itself, so that a new simple member cannot be forgotten here.
    private static CustomResourceSnapshot WithoutCollections(CustomResourceSnapshot snapshot) => snapshot with
    {
        Version = 0,
        Properties = [],
        EnvironmentVariables = [],
        Urls = [],
        Volumes = [],
        Commands = [],
        Relationships = [],
        HealthReports = [],
    };

    private sealed class PropertyComparer : IEqualityComparer<ResourcePropertySnapshot>
    {
        public static readonly PropertyComparer Instance = new();

        public bool Equals(ResourcePropertySnapshot? x, ResourcePropertySnapshot? y) =>
            x == y ||
            (x?.Value is IEnumerable left and not string && y?.Value is IEnumerable right and not string &&
             x with { Value = null } == y with { Value = null } &&
             left.Cast<object?>().SequenceEqual(right.Cast<object?>()));

        public int GetHashCode(ResourcePropertySnapshot obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
