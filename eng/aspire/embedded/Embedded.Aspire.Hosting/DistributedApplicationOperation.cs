namespace Aspire.Hosting;

/// <summary>What the AppHost was started for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>To run the application on this machine.</summary>
    Run = 0,

    /// <summary>To describe it for deployment; not supported by the embedded library.</summary>
    Publish = 1,
}
