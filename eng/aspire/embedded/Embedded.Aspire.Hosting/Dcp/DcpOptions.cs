namespace Aspire.Hosting.Dcp;

/// <summary>What a DCP session needs to know.</summary>
internal sealed record DcpOptions
{
    /// <summary>The program <c>dcp</c>; see <see cref="AspireRuntime.FindDcp"/>.</summary>
    public required string DcpPath { get; init; }

    /// <summary>The process whose end, however sudden, ends DCP and everything that DCP has started.</summary>
    public int MonitoredProcessId { get; init; } = Environment.ProcessId;

    /// <summary>How long DCP may take until it answers. Well under a second when the machine is idle.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long <see cref="DcpHost.StopAsync"/> may take; each running process has 6 s to obey SIGTERM.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a watch may tell nothing before it is opened again, unnoticed by its reader: one can go quiet for ever.</summary>
    public TimeSpan WatchIdleLimit { get; init; } = TimeSpan.FromMinutes(4);
}
