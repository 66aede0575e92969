using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.ApplicationModel;

public sealed class ResourceNotificationServiceTests : IDisposable
{
    private readonly ObservableModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task The_first_update_starts_from_the_snapshot_annotation()
    {
        var resource = new TestResource("web", new ResourceSnapshotAnnotation(new CustomResourceSnapshot
        {
            ResourceType = "Robot",
            Properties = [new ResourcePropertySnapshot("arms", 2)],
        }));

        await _model.PublishStateAsync(resource, KnownResourceStates.Running);

        var snapshot = _model.SnapshotOf(resource);
        Assert.Equal("Robot", snapshot.ResourceType);
        Assert.Equal(2, Assert.Single(snapshot.Properties).Value);
        Assert.Equal(KnownResourceStates.Running, snapshot.State?.Text);
    }

    [Theory]
    [InlineData(false, nameof(TestResource))]
    [InlineData(true, "Robot")]
    public async Task Icon_and_relationships_come_from_the_resource_with_and_without_a_snapshot_annotation(bool annotated, string type)
    {
        var resource = new TestResource("web", new ResourceIconAnnotation("Database"), new ResourceRelationshipAnnotation(new TestResource("db"), "Reference"));
        if (annotated)
        {
            resource.Annotations.Add(new ResourceSnapshotAnnotation(new CustomResourceSnapshot { ResourceType = "Robot", Properties = [] }));
        }

        await _model.PublishStateAsync(resource, KnownResourceStates.Starting);

        var snapshot = _model.SnapshotOf(resource);
        Assert.Equal(type, snapshot.ResourceType);
        Assert.Equal("Database", snapshot.IconName);
        Assert.Equal(new RelationshipSnapshot("db", "Reference"), Assert.Single(snapshot.Relationships));
    }

    [Fact]
    public async Task Resource_types_of_the_library_lose_their_suffix()
    {
        var resource = new ProjectResource("web");

        await _model.PublishStateAsync(resource, KnownResourceStates.Starting);

        Assert.Equal("Project", _model.SnapshotOf(resource).ResourceType);
    }

    [Fact]
    public async Task Concurrent_updates_are_all_applied()
    {
        var resource = new TestResource("web");

        await Parallel.ForAsync(0, 1000, async (_, _) =>
            await _model.Notifications.PublishUpdateAsync(resource, snapshot => snapshot with { ExitCode = (snapshot.ExitCode ?? 0) + 1 }));

        Assert.Equal(1000, _model.SnapshotOf(resource).ExitCode);
    }

    [Fact]
    public async Task A_follower_sees_the_present_and_then_every_change_once()
    {
        var first = new TestResource("first");
        var second = new TestResource("second");
        await _model.PublishStateAsync(first, "a");
        await using var following = _model.Notifications.WatchAsync(ObservableModel.Soon).GetAsyncEnumerator();
        Assert.True(await following.MoveNextAsync());
        Assert.Equal("a", following.Current.Snapshot.State?.Text);

        await _model.PublishStateAsync(first, "b");
        await _model.PublishStateAsync(second, "c");

        Assert.True(await following.MoveNextAsync());
        Assert.Equal(("first", "b"), (following.Current.Resource.Name, following.Current.Snapshot.State?.Text));
        Assert.True(await following.MoveNextAsync());
        Assert.Equal(("second", "c"), (following.Current.Resource.Name, following.Current.Snapshot.State?.Text));
    }

    [Fact]
    public async Task An_update_with_nothing_new_is_not_passed_on()
    {
        var resource = new TestResource("web");
        await _model.PublishStateAsync(resource, "a");
        using var subscription = _model.Notifications.Subscribe();

        await _model.Notifications.PublishUpdateAsync(resource, snapshot => snapshot.WithProperty("list", new[] { "x", "y" }));
        await _model.Notifications.PublishUpdateAsync(resource, snapshot => snapshot.WithProperty("list", new[] { "x", "y" }));
        await _model.Notifications.PublishUpdateAsync(resource, snapshot => snapshot.WithProperty("list", new[] { "x", "z" }));

        await using var changes = subscription.ReadAsync(ObservableModel.Soon).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal([2L, 3L], changes.Current.Select(change => change.Snapshot.Version));
    }

    [Fact]
    public async Task The_state_of_commands_is_asked_for_at_every_update()
    {
        var resource = new TestResource("web", new ResourceCommandAnnotation(
            "stop",
            "Stop",
            context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
            _ => Task.FromResult(CommandResults.Success()),
            displayDescription: "Stops it",
            parameter: null,
            confirmationMessage: null,
            iconName: "Stop",
            IconVariant.Filled,
            isHighlighted: true));

        await _model.PublishStateAsync(resource, KnownResourceStates.Starting);
        Assert.Equal(ResourceCommandState.Hidden, Assert.Single(_model.SnapshotOf(resource).Commands).State);

        await _model.PublishStateAsync(resource, KnownResourceStates.Running);
        var command = Assert.Single(_model.SnapshotOf(resource).Commands);
        Assert.Equal(ResourceCommandState.Enabled, command.State);
        Assert.Equal(("Stop", "Stops it", "Stop", true), (command.DisplayName, command.DisplayDescription, command.IconName, command.IsHighlighted));
    }

    [Fact]
    public async Task A_resource_is_found_by_instance_and_by_name_without_regard_to_case()
    {
        var resource = new TestResource("web", new ResourceInstanceAnnotation("web-abcdefgh"));
        await _model.PublishStateAsync(resource, "a");

        Assert.True(_model.Notifications.TryGetCurrentState("web-abcdefgh", out var byInstance));
        Assert.True(_model.Notifications.TryGetCurrentState("WEB", out var byName));
        Assert.False(_model.Notifications.TryGetCurrentState("other", out _));
        Assert.Equal("web-abcdefgh", byInstance.ResourceId);
        Assert.Same(resource, byName.Resource);
    }

    [Fact]
    public async Task An_id_cannot_be_used_for_two_resources()
    {
        await _model.PublishStateAsync(new TestResource("web"), "a");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => _model.PublishStateAsync(new TestResource("web"), "b"));

        Assert.Contains("'web'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_states_ends_at_the_first_one_reached()
    {
        var resource = new TestResource("web");
        var waiting = _model.Notifications.WaitForResourceAsync("Web", ["Exited", "Finished"], ObservableModel.Soon);
        var running = _model.Notifications.WaitForResourceAsync("web", cancellationToken: ObservableModel.Soon);

        await _model.PublishStateAsync(resource, KnownResourceStates.Running);
        await running;
        Assert.False(waiting.IsCompleted);
        await _model.PublishStateAsync(resource, KnownResourceStates.Finished);

        Assert.Equal(KnownResourceStates.Finished, await waiting);
    }

    [Fact]
    public async Task Waiting_for_a_predicate_gives_the_event_for_which_it_was_true()
    {
        var resource = new TestResource("web");
        await _model.PublishStateAsync(resource, KnownResourceStates.Finished, exitCode: 7);

        var reached = await _model.Notifications.WaitForResourceAsync("web", change => change.Snapshot.ExitCode is not null, ObservableModel.Soon);

        Assert.Equal(7, reached.Snapshot.ExitCode);
    }

    [Fact]
    public async Task A_cancelled_wait_tells_what_was_waited_for_and_how_things_were()
    {
        using var cancelling = new CancellationTokenSource();
        var resource = new TestResource("web");
        await _model.PublishStateAsync(resource, KnownResourceStates.Starting);
        var waiting = _model.Notifications.WaitForResourceAsync("web", KnownResourceStates.Running, cancelling.Token);

        await cancelling.CancelAsync();

        var exception = await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        Assert.Contains("'web'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(KnownResourceStates.Running, exception.Message, StringComparison.Ordinal);
        Assert.Contains(KnownResourceStates.Starting, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_the_service_ends_waits()
    {
        var waiting = _model.Notifications.WaitForResourceAsync("web");

        _model.Notifications.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
