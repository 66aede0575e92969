using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAspire.AppHost.Incidents;

/// <summary>
/// Shows in the dashboard, as the state of each player of a scenario, what it says of itself: its console log has a line for that
/// after each round. The state of the group is how many of them are as expected.
/// </summary>
/// <param name="group">The group.</param>
internal sealed class IncidentStates(IncidentsResource group)
{
    // As ScenarioReport writes them, and the scripts in MtlsAspire.Clients/Foreign.
    private const string StatePrefix = "STATE ";
    private const string Unexpected = "NOT ";
    private const string Waiting = "Waiting ";

    private readonly ConcurrentDictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _followed = new(StringComparer.Ordinal);

    /// <summary>Follows a player from its start on.</summary>
    /// <param name="builder">The player.</param>
    public IResourceBuilder<T> Follow<T>(IResourceBuilder<T> builder)
        where T : IResource =>
        builder
            .OnBeforeResourceStarted((resource, started, _) => FollowOnceAsync(resource, started.Services))
            .OnResourceStopped((resource, stopped, _) => ForgetAsync(resource, stopped.Services.GetRequiredService<ResourceNotificationService>()));

    private static string? StateIn(string line) =>
        line.IndexOf(StatePrefix, StringComparison.Ordinal) is >= 0 and var start ? line[(start + StatePrefix.Length)..].Trim() : null;

    private Task FollowOnceAsync(IResource resource, IServiceProvider services)
    {
        // Its log may still be followed from the last time.
        if (_followed.TryAdd(resource.Name, true))
            _ = FollowAsync(resource, services.GetRequiredService<ResourceLoggerService>(), services.GetRequiredService<ResourceNotificationService>());
        return Task.CompletedTask;
    }

    private async Task FollowAsync(IResource resource, ResourceLoggerService logs, ResourceNotificationService notifications)
    {
        try
        {
            await foreach (var lines in logs.WatchAsync(resource))
            {
                if (lines.Select(line => StateIn(line.Content)).LastOrDefault(state => state is not null) is { } state) await ShowAsync(resource, state, notifications);
            }
        }
        finally
        {
            _followed.TryRemove(resource.Name, out _);
        }
    }

    private async Task ShowAsync(IResource resource, string state, ResourceNotificationService notifications)
    {
        var before = _said.GetValueOrDefault(resource.Name);
        await notifications.PublishUpdateAsync(resource, snapshot =>
        {
            // What comes late from a process that has stopped does not bring it to life again.
            if (snapshot.State?.Text is not { } now || (now != KnownResourceStates.Running && now != before)) return snapshot;
            _said[resource.Name] = state;
            return snapshot with { State = new ResourceStateSnapshot(state, StyleOf(state)) };
        });
        await SumUpAsync(notifications);
    }

    private async Task ForgetAsync(IResource resource, ResourceNotificationService notifications)
    {
        if (_said.TryRemove(resource.Name, out _)) await SumUpAsync(notifications);
    }

    private Task SumUpAsync(ResourceNotificationService notifications) => notifications.PublishUpdateAsync(group, snapshot =>
    {
        var states = _said.Values.ToList();
        var expected = states.Count(IsExpected);
        return snapshot with
        {
            State = states.Count == 0
                ? KnownResourceStates.Running
                : new ResourceStateSnapshot($"{expected} of {states.Count} as expected", expected == states.Count ? KnownResourceStateStyles.Success : KnownResourceStateStyles.Warn),
        };
    });

    private static bool IsExpected(string state) =>
        !state.StartsWith(Unexpected, StringComparison.Ordinal) && !state.StartsWith(Waiting, StringComparison.Ordinal);

    private static string StyleOf(string state) => IsExpected(state) ? KnownResourceStateStyles.Success
        : state.StartsWith(Waiting, StringComparison.Ordinal) ? KnownResourceStateStyles.Info
        : KnownResourceStateStyles.Error;
}
