namespace Aspire.Hosting;

/// <summary>How an application builder is set up.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command-line arguments, read as configuration (<c>--key=value</c>).</summary>
    public string[]? Args { get; set; }

    /// <summary>The name of the AppHost's assembly; by default that of the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's project directory; by default what the build recorded in its assembly.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>The name that the dashboard shows; by default the AppHost's, without ".AppHost".</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>Whether the dashboard is left out.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether http URLs are allowed for the dashboard and OTLP.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether the console output of resources also goes to the AppHost's own log.</summary>
    public bool EnableResourceLogging { get; set; }
}
