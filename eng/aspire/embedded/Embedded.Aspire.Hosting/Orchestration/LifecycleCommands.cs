using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands start, stop and restart of every process.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource, Func<ProcessController> controller)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Play", isHighlighted: true, StartState, IconVariant.Filled, token => controller().StartOnCommandAsync(token), awaitsOutcome: true);
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop", isHighlighted: true, StopState, IconVariant.Filled, token => controller().StopAsync(token), awaitsOutcome: false);
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", isHighlighted: false, RestartState, IconVariant.Regular, token => controller().RestartAsync(token), awaitsOutcome: true);
    }

    private static void Add(
        IResource resource,
        string name,
        string displayName,
        string iconName,
        bool isHighlighted,
        Func<string?, ResourceCommandState> state,
        IconVariant iconVariant,
        Func<CancellationToken, Task> execute,
        bool awaitsOutcome)
    {
        if (resource.Annotations.OfType<ResourceCommandAnnotation>().Any(c => c.Name == name))
        {
            return;
        }

        resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            displayName,
            context => state(context.ResourceSnapshot.State?.Text),
            async context =>
            {
                await execute(context.CancellationToken);
                return awaitsOutcome ? await OutcomeAsync(context, resource) : CommandResults.Success();
            },
            displayDescription: null,
            parameter: null,
            confirmationMessage: null,
            iconName,
            iconVariant,
            isHighlighted));
    }

    /// <summary>
    /// The command has succeeded once the process runs, or has run and ended by itself. A resource that runs may show another
    /// state of its own by then.
    /// </summary>
    private static async Task<ExecuteCommandResult> OutcomeAsync(ExecuteCommandContext context, IResource resource)
    {
        var notifications = (ResourceNotificationService)context.ServiceProvider.GetService(typeof(ResourceNotificationService))!;
        var reached = await notifications.WaitForResourceAsync(resource.Name, change => !IsOnItsWay(change.Snapshot.State?.Text), context.CancellationToken);
        var state = reached.Snapshot.State?.Text;
        return state == KnownResourceStates.FailedToStart ? CommandResults.Failure($"'{resource.Name}' could not start; its console log tells why.")
            : state == KnownResourceStates.NotStarted ? CommandResults.Canceled() // by another command
            : CommandResults.Success();
    }

    private static bool IsOnItsWay(string? state) =>
        IsUndecided(state) || state == KnownResourceStates.Waiting || state == KnownResourceStates.Stopping;

    private static bool IsDown(string? state) =>
        state == KnownResourceStates.NotStarted || state == ExecutableStates.Unknown || KnownResourceStates.TerminalStates.Contains(state);

    /// <summary>Neither down nor up: what becomes of it is being decided.</summary>
    private static bool IsUndecided(string? state) =>
        string.IsNullOrEmpty(state) || state == KnownResourceStates.Starting || state == KnownResourceStates.Building || state == KnownResourceStates.RuntimeUnhealthy;

    private static ResourceCommandState StartState(string? state) =>
        IsUndecided(state) ? ResourceCommandState.Disabled
        : IsDown(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState StopState(string? state) =>
        state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : IsUndecided(state) || IsDown(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Hidden
        : ResourceCommandState.Enabled;

    private static ResourceCommandState RestartState(string? state) =>
        IsUndecided(state) || IsDown(state) || state == KnownResourceStates.Waiting || state == KnownResourceStates.Stopping
            ? ResourceCommandState.Disabled
            : ResourceCommandState.Enabled;
}
