namespace Aspire.Hosting.Dcp;

/// <summary>Which service a process serves, and where.</summary>
internal sealed record EndpointSpec
{
    /// <summary>The name of the <see cref="Service"/>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Empty here: DCP's objects have no namespace.</summary>
    public string? ServiceNamespace { get; init; }

    /// <summary>Where the process listens.</summary>
    public string? Address { get; init; }

    /// <summary>The port on which the process listens (not the one that clients use).</summary>
    public int? Port { get; init; }
}
