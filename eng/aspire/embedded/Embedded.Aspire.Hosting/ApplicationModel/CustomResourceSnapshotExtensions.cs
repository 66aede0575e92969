using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Changes to snapshots.</summary>
public static class CustomResourceSnapshotExtensions
{
    /// <summary>The same snapshot with other health reports, and so perhaps another health status.</summary>
    public static CustomResourceSnapshot WithHealthReports(this CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> healthReports)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot with { HealthReports = healthReports };
    }

    /// <summary>The same snapshot with one property added or replaced in its place.</summary>
    internal static CustomResourceSnapshot WithProperty(this CustomResourceSnapshot snapshot, string name, object? value, bool isSensitive = false)
    {
        var property = new ResourcePropertySnapshot(name, value) { IsSensitive = isSensitive };
        var index = snapshot.IndexOfProperty(name);
        return snapshot with
        {
            Properties = index < 0 ? snapshot.Properties.Add(property) : snapshot.Properties.SetItem(index, property),
        };
    }

    /// <summary>The same snapshot without that property.</summary>
    internal static CustomResourceSnapshot WithoutProperty(this CustomResourceSnapshot snapshot, string name)
    {
        var index = snapshot.IndexOfProperty(name);
        return index < 0 ? snapshot : snapshot with { Properties = snapshot.Properties.RemoveAt(index) };
    }

    private static int IndexOfProperty(this CustomResourceSnapshot snapshot, string name)
    {
        for (var index = 0; index < snapshot.Properties.Length; index++)
        {
            if (snapshot.Properties[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }
}
