using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>How a process at DCP looks as a resource.</summary>
internal static class ExecutableSnapshot
{
    private const int KilledBySignal = -1;

    public static CustomResourceSnapshot Update(CustomResourceSnapshot snapshot, IResource resource, Executable executable, ExecutableStatus status, bool stopRequested)
    {
        var state = stopRequested && status.State == ExecutableStates.Running ? KnownResourceStates.Stopping : State(status.State);
        var fromSpec = executable.Spec.Env?.Select(e => e.Name).ToHashSet() ?? [];
        return snapshot with
        {
            State = state,
            StartTimeStamp = status.StartupTimestamp?.UtcDateTime ?? snapshot.StartTimeStamp,
            StopTimeStamp = status.FinishTimestamp?.UtcDateTime,
            ExitCode = status.ExitCode is KilledBySignal && stopRequested ? null : status.ExitCode,
            EnvironmentVariables = [.. (status.EffectiveEnv ?? []).Select(e => new EnvironmentVariableSnapshot(e.Name, e.Value, fromSpec.Contains(e.Name)))],
            Properties = Properties(snapshot.Properties, resource, executable, status),
        };
    }

    private static ResourceStateSnapshot State(string dcpState) => dcpState switch
    {
        ExecutableStates.Running => new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
        ExecutableStates.FailedToStart => new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
        ExecutableStates.Unknown or ExecutableStates.Terminated => new(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
        _ => new(dcpState, Style: null),
    };

    private static ImmutableArray<ResourcePropertySnapshot> Properties(
        ImmutableArray<ResourcePropertySnapshot> before, IResource resource, Executable executable, ExecutableStatus status)
    {
        var (_, leadingArgs, _) = ExecutableFactory.Launch(resource);
        var ownArgs = (executable.Spec.Args ?? []).Skip(leadingArgs.Length).ToArray();
        Dictionary<string, object?> now = new()
        {
            [KnownProperties.ExecutablePath] = executable.Spec.ExecutablePath,
            [KnownProperties.ExecutableWorkDir] = executable.Spec.WorkingDirectory,
            [KnownProperties.ExecutableArgs] = status.EffectiveArgs?.ToArray() ?? [],
            [KnownProperties.ExecutablePid] = status.Pid,
            [KnownProperties.AppArgs] = ownArgs,
            [KnownProperties.AppArgsSensitivity] = ownArgs.Select(_ => 0).ToArray(),
        };
        if (resource.Annotations.OfType<IProjectMetadata>().LastOrDefault() is { } project)
        {
            now[KnownProperties.ProjectPath] = project.ProjectPath;
            if (resource.TryGetLastAnnotation<LaunchProfileAnnotation>(out var profile))
            {
                now[KnownProperties.ProjectLaunchProfile] = profile.LaunchProfileName;
            }
        }

        return
        [
            .. before.Where(p => !now.ContainsKey(p.Name)),
            .. now.Where(p => p.Value is not null).Select(p => new ResourcePropertySnapshot(p.Key, p.Value)),
        ];
    }
}
