using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Embedded.Aspire.Tests.ApplicationModel;

public sealed class DependencyWaitTests : IDisposable
{
    private readonly ObservableModel _model = new();
    private readonly TestResource _first = new("first", new ResourceInstanceAnnotation("first-aaaaaaaa"));
    private readonly TestResource _second = new("second");

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Without_waits_nothing_is_published()
    {
        await _model.Notifications.WaitForDependenciesAsync(_first, ObservableModel.Soon);

        Assert.False(_model.Notifications.TryGetCurrentState("first", out _));
    }

    [Fact]
    public async Task While_it_waits_the_resource_tells_for_whom()
    {
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilStarted), new WaitAnnotation(_second, WaitType.WaitUntilStarted));

        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);
        Assert.Equal(KnownResourceStates.Waiting, _model.SnapshotOf(web).State?.Text);
        Assert.Equal(["first-aaaaaaaa", "second"], WaitingFor(_model.SnapshotOf(web)) ?? []);

        await _model.PublishStateAsync(_first, KnownResourceStates.Running);
        await _model.Notifications.WaitForResourceAsync("web", change => WaitingFor(change.Snapshot) is ["second"], ObservableModel.Soon);

        await _model.PublishStateAsync(_second, KnownResourceStates.Running);
        await waiting;
        Assert.Null(WaitingFor(_model.SnapshotOf(web)));
        Assert.Contains("Finished waiting for resource 'second'.", await _model.LogOfAsync(web), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_healthy_dependency_is_running_healthy_and_ready()
    {
        _first.Annotations.Add(new HealthCheckAnnotation("ping"));
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilHealthy));
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);

        await _model.PublishHealthAsync(_first, new HealthReportSnapshot("ping", null, null, null));
        await _model.PublishStateAsync(_first, KnownResourceStates.Running);
        await LogContainsAsync(web, "become healthy");
        Assert.False(waiting.IsCompleted);

        await _model.PublishHealthAsync(_first, new HealthReportSnapshot("ping", HealthStatus.Healthy, null, null));
        Assert.False(waiting.IsCompleted);

        await _model.PublishReadyAsync(_first);
        await waiting;
    }

    [Fact]
    public async Task A_failed_ready_handler_of_a_dependency_fails_the_resource()
    {
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilHealthy));
        await _model.PublishStateAsync(_first, KnownResourceStates.Running);
        await _model.PublishReadyAsync(_first, Task.FromException(new TimeoutException("no seed data")));

        await Assert.ThrowsAsync<TimeoutException>(() => _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon));

        Assert.Equal(KnownResourceStates.FailedToStart, _model.SnapshotOf(web).State?.Text);
        Assert.Contains("no seed data", await _model.LogOfAsync(web), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_completed_dependency_lets_the_resource_start()
    {
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitForCompletion, exitCode: 2));
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);
        await _model.PublishStateAsync(_first, KnownResourceStates.Running);
        Assert.False(waiting.IsCompleted);

        await _model.PublishStateAsync(_first, KnownResourceStates.Finished, exitCode: 2);

        await waiting;
    }

    [Theory]
    [InlineData(WaitType.WaitForCompletion, "Finished", 1, "state 'Finished' with exit code 1, but 0 was expected")]
    [InlineData(WaitType.WaitForCompletion, "FailedToStart", null, "state 'FailedToStart'")]
    [InlineData(WaitType.WaitUntilStarted, "FailedToStart", null, "state 'FailedToStart' and is not running")]
    [InlineData(WaitType.WaitUntilHealthy, "RuntimeUnhealthy", null, "state 'RuntimeUnhealthy' and is not running")]
    public async Task A_failed_dependency_fails_the_resource(WaitType type, string state, int? exitCode, string reason)
    {
        // The second dependency never comes: one failure is enough.
        var web = new TestResource("web", new WaitAnnotation(_first, type), new WaitAnnotation(_second, WaitType.WaitUntilStarted));
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);

        await _model.PublishStateAsync(_first, state, exitCode);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => waiting);
        Assert.StartsWith("Resource 'web' stopped waiting for 'first': ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, await _model.LogOfAsync(web), StringComparison.Ordinal);
        var snapshot = _model.SnapshotOf(web);
        Assert.Equal(KnownResourceStates.FailedToStart, snapshot.State?.Text);
        Assert.Null(WaitingFor(snapshot));
    }

    [Fact]
    public async Task A_wait_of_its_own_may_outlast_a_failed_start()
    {
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilStarted) { WaitBehavior = WaitBehavior.WaitOnResourceUnavailable });
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);
        await _model.PublishStateAsync(_first, KnownResourceStates.FailedToStart);
        Assert.False(waiting.IsCompleted);

        await _model.PublishStateAsync(_first, KnownResourceStates.Running);

        await waiting;
    }

    [Fact]
    public async Task A_resource_moved_on_meanwhile_does_not_fall_back_to_waiting()
    {
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilStarted), new WaitAnnotation(_second, WaitType.WaitUntilStarted));
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, ObservableModel.Soon);
        await _model.PublishStateAsync(web, KnownResourceStates.Starting);

        await _model.PublishStateAsync(_first, KnownResourceStates.Running);
        await _model.PublishStateAsync(_second, KnownResourceStates.Running);
        await waiting;

        Assert.Equal(KnownResourceStates.Starting, _model.SnapshotOf(web).State?.Text);
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_fail_the_resource()
    {
        using var cancelling = new CancellationTokenSource();
        var web = new TestResource("web", new WaitAnnotation(_first, WaitType.WaitUntilStarted));
        var waiting = _model.Notifications.WaitForDependenciesAsync(web, cancelling.Token);

        await cancelling.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Contains("'first'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(KnownResourceStates.Waiting, _model.SnapshotOf(web).State?.Text);
    }

    private static string[]? WaitingFor(CustomResourceSnapshot snapshot) =>
        snapshot.Properties.SingleOrDefault(property => property.Name == KnownProperties.WaitingFor)?.Value as string[];

    private async Task LogContainsAsync(TestResource resource, string text) =>
        await _model.Loggers.WatchAsync(resource).SelectMany(lines => lines)
            .FirstAsync(line => line.Content.Contains(text, StringComparison.Ordinal), ObservableModel.Soon);
}
