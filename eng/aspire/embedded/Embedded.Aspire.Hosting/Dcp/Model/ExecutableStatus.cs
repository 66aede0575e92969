using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

/// <summary>What has become of a process.</summary>
internal sealed record ExecutableStatus
{
    /// <summary>One of <see cref="ExecutableStates"/>.</summary>
    public string State { get; init; } = ExecutableStates.NotStarted;

    /// <summary>The process's id, once it runs; it stays after the process has ended.</summary>
    public long? Pid { get; init; }

    /// <summary>DCP's id of this run; empty before it starts.</summary>
    [JsonPropertyName("executionID")]
    public string? ExecutionId { get; init; }

    /// <summary>When the process was started.</summary>
    public DateTimeOffset? StartupTimestamp { get; init; }

    /// <summary>When the process ended.</summary>
    public DateTimeOffset? FinishTimestamp { get; init; }

    /// <summary>-1 if a signal ended the process.</summary>
    public int? ExitCode { get; init; }

    /// <summary>All variables that the process has got, inherited ones included, templates expanded.</summary>
    public IReadOnlyList<EnvironmentVariable>? EffectiveEnv { get; init; }

    /// <summary>The arguments, templates expanded.</summary>
    public IReadOnlyList<string>? EffectiveArgs { get; init; }

    /// <summary>The file that receives the process's standard output.</summary>
    public string? StdOutFile { get; init; }

    /// <summary>The file that receives the process's standard error.</summary>
    public string? StdErrFile { get; init; }
}
