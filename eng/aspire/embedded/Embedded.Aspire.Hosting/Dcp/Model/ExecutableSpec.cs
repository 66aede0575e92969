namespace Aspire.Hosting.Dcp;

/// <summary>How a process is run.</summary>
internal sealed record ExecutableSpec
{
    /// <summary>A path, or a bare name that is looked up on <c>PATH</c>.</summary>
    public required string ExecutablePath { get; init; }

    /// <summary>DCP's own working directory if left out.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The arguments; Go templates such as <c>{{- portFor "web" -}}</c> are expanded.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Variables on top of the ambient environment; Go templates are expanded.</summary>
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Always <c>Process</c> here.</summary>
    public string ExecutionType { get; init; } = "Process";

    /// <summary>Whether DCP's own environment is inherited; it is if this is left out.</summary>
    public AmbientEnvironment? AmbientEnvironment { get; init; }

    /// <summary>False: the object waits, in state "", until this is patched to true. It cannot go back to false.</summary>
    public bool Start { get; init; } = true;

    /// <summary>True: the process is stopped. It cannot go back to false: an object that was stopped never runs again.</summary>
    public bool? Stop { get; init; }
}
