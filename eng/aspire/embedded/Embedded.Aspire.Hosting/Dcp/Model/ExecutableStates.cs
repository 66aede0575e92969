namespace Aspire.Hosting.Dcp;

/// <summary>The values of <see cref="ExecutableStatus.State"/>.</summary>
internal static class ExecutableStates
{
    /// <summary>Accepted, not started.</summary>
    public const string NotStarted = "";

    /// <summary>Being started, or waiting for a service that its environment refers to.</summary>
    public const string Starting = "Starting";

    /// <summary>The process runs.</summary>
    public const string Running = "Running";

    /// <summary>The process has been told to end.</summary>
    public const string Stopping = "Stopping";

    /// <summary>The process has ended, by itself or told to.</summary>
    public const string Finished = "Finished";

    /// <summary>The process could not be started; the reason is in <see cref="LogSource.System"/>.</summary>
    public const string FailedToStart = "FailedToStart";

    /// <summary>The process did not obey and was killed.</summary>
    public const string Unknown = "Unknown";

    /// <summary>The process was ended by DCP.</summary>
    public const string Terminated = "Terminated";

    /// <summary>Whether the object has no process and will never have one again.</summary>
    public static bool IsFinal(string? state) => state is Finished or FailedToStart or Unknown or Terminated;
}
