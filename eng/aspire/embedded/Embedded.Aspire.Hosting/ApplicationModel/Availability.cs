using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells whether a resource can still come to what is waited for, and what is to be said of it.</summary>
internal static class Availability
{
    /// <summary>True when the resource has ended or could not be started.</summary>
    public static bool IsLost(CustomResourceSnapshot snapshot) =>
        HasEnded(snapshot) || snapshot.State?.Text == KnownResourceStates.RuntimeUnhealthy;

    /// <summary>True when the resource is in one of <see cref="KnownResourceStates.TerminalStates"/>.</summary>
    public static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    /// <summary>One clause, such as "Resource 'db' entered the state 'Exited' with exit code 1".</summary>
    public static string Describe(ResourceEvent change) =>
        $"Resource '{change.Resource.Name}' entered the state '{change.Snapshot.State?.Text}'" +
        (change.Snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "");

    /// <summary>All that helps to find out why a wait did not end.</summary>
    public static string DescribeFully(string resourceName, ResourceEvent? change)
    {
        if (change is null)
        {
            return $"Nothing is known of a resource '{resourceName}'.";
        }

        var snapshot = change.Snapshot;
        var text = new StringBuilder($"Its state is '{snapshot.State?.Text ?? "unknown"}'");
        if (snapshot.ExitCode is { } exitCode)
        {
            text.Append($", its exit code {exitCode}");
        }

        if (snapshot.HealthStatus is { } health)
        {
            text.Append($", its health {health}");
        }

        text.Append('.');
        foreach (var report in snapshot.HealthReports)
        {
            text.Append($" Health check '{report.Name}': {report.Status?.ToString() ?? "not run yet"} {report.Description}".TrimEnd()).Append('.');
        }

        if (snapshot.Properties.FirstOrDefault(property => property.Name == KnownProperties.WaitingFor)?.Value is IEnumerable<string> waitingFor)
        {
            text.Append($" It waits for {string.Join(", ", waitingFor)}.");
        }

        return text.ToString();
    }
}
