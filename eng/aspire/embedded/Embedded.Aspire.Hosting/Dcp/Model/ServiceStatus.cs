namespace Aspire.Hosting.Dcp;

/// <summary>The address that a service has got.</summary>
internal sealed record ServiceStatus
{
    /// <summary><c>NotReady</c> until a process serves it, then <c>Ready</c>; null while it has no address.</summary>
    public string? State { get; init; }

    /// <summary>The address, null while there is none.</summary>
    public string? EffectiveAddress { get; init; }

    /// <summary>The port, null while there is none.</summary>
    public int? EffectivePort { get; init; }
}
