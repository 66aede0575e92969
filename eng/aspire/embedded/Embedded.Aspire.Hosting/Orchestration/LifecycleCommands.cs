using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands start, stop and restart of every process.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource, Func<ProcessController> controller)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Play", isHighlighted: true, StartState, token => controller().StartNowAsync(token), KnownResourceStates.Running);
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop", isHighlighted: true, StopState, token => controller().StopAsync(token), expected: null);
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", isHighlighted: false, RestartState, token => controller().RestartAsync(token), KnownResourceStates.Running);
    }

    private static void Add(
        IResource resource,
        string name,
        string displayName,
        string iconName,
        bool isHighlighted,
        Func<string?, ResourceCommandState> state,
        Func<CancellationToken, Task> execute,
        string? expected)
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
                return expected is null ? CommandResults.Success() : await OutcomeAsync(context, resource, expected);
            },
            displayDescription: null,
            parameter: null,
            confirmationMessage: null,
            iconName,
            IconVariant.Filled,
            isHighlighted));
    }

    /// <summary>The command has succeeded once the process runs, or has run and ended by itself.</summary>
    private static async Task<ExecuteCommandResult> OutcomeAsync(ExecuteCommandContext context, IResource resource, string expected)
    {
        var notifications = (ResourceNotificationService)context.ServiceProvider.GetService(typeof(ResourceNotificationService))!;
        var state = await notifications.WaitForResourceAsync(resource.Name, [expected, .. KnownResourceStates.TerminalStates], context.CancellationToken);
        return state == KnownResourceStates.FailedToStart
            ? CommandResults.Failure($"'{resource.Name}' could not start; its console log tells why.")
            : CommandResults.Success();
    }

    private static bool IsDown(string? state) =>
        state is null || state == KnownResourceStates.NotStarted || state == KnownResourceStates.Waiting || KnownResourceStates.TerminalStates.Contains(state);

    private static bool IsChanging(string? state) => state == KnownResourceStates.Starting || state == KnownResourceStates.Stopping;

    private static ResourceCommandState StartState(string? state) =>
        state == KnownResourceStates.Starting ? ResourceCommandState.Disabled : IsDown(state) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden;

    private static ResourceCommandState StopState(string? state) =>
        state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : state == KnownResourceStates.Waiting || !IsDown(state) ? ResourceCommandState.Enabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState RestartState(string? state) =>
        IsDown(state) || IsChanging(state) ? ResourceCommandState.Disabled : ResourceCommandState.Enabled;
}
