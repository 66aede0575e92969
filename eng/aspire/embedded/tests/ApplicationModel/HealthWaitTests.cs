using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Embedded.Aspire.Tests.ApplicationModel;

public sealed class HealthWaitTests : IDisposable
{
    private readonly TestResource _resource = new("db");
    private readonly ObservableModel _model;

    public HealthWaitTests() => _model = new ObservableModel(WaitBehavior.StopOnResourceUnavailable, _resource);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("Starting", new HealthStatus[0], null)]
    [InlineData("Running", new HealthStatus[0], HealthStatus.Healthy)]
    [InlineData("Running", new[] { HealthStatus.Healthy, HealthStatus.Degraded }, HealthStatus.Degraded)]
    [InlineData("Running", new[] { HealthStatus.Unhealthy, HealthStatus.Degraded }, HealthStatus.Unhealthy)]
    [InlineData("Finished", new[] { HealthStatus.Healthy }, null)]
    public async Task Health_is_the_worst_report_of_a_running_resource(string state, HealthStatus[] reports, HealthStatus? expected)
    {
        await _model.PublishStateAsync(_resource, state);
        await _model.PublishHealthAsync(_resource, [.. reports.Select((status, index) => new HealthReportSnapshot($"check{index}", status, null, null))]);

        Assert.Equal(expected, _model.SnapshotOf(_resource).HealthStatus);
    }

    [Fact]
    public async Task A_check_that_has_not_run_counts_as_unhealthy()
    {
        await _model.PublishStateAsync(_resource, KnownResourceStates.Running);
        await _model.PublishHealthAsync(
            _resource, new HealthReportSnapshot("a", HealthStatus.Healthy, null, null), new HealthReportSnapshot("b", null, null, null));

        Assert.Equal(HealthStatus.Unhealthy, _model.SnapshotOf(_resource).HealthStatus);
    }

    [Fact]
    public async Task Waiting_ends_when_the_resource_is_healthy_and_the_handlers_of_ready_are_done()
    {
        var handlers = new TaskCompletionSource();
        var waiting = _model.Notifications.WaitForResourceHealthyAsync("db", ObservableModel.Soon);
        await _model.PublishStateAsync(_resource, KnownResourceStates.Running);
        await _model.PublishReadyAsync(_resource, handlers.Task);
        Assert.False(waiting.IsCompleted);

        handlers.SetResult();

        Assert.Equal(HealthStatus.Healthy, (await waiting).Snapshot.HealthStatus);
    }

    [Fact]
    public async Task A_failure_of_a_ready_handler_reaches_who_waits()
    {
        await _model.PublishStateAsync(_resource, KnownResourceStates.Running);
        await _model.PublishReadyAsync(_resource, Task.FromException(new TimeoutException("no seed data")));

        await Assert.ThrowsAsync<TimeoutException>(() => _model.Notifications.WaitForResourceHealthyAsync("db", ObservableModel.Soon));
    }

    [Fact]
    public async Task Waiting_fails_with_name_state_and_exit_code_when_the_resource_ends()
    {
        var waiting = _model.Notifications.WaitForResourceHealthyAsync("db", WaitBehavior.StopOnResourceUnavailable, ObservableModel.Soon);

        await _model.PublishStateAsync(_resource, KnownResourceStates.Exited, exitCode: 3);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => waiting);
        Assert.Equal("Resource 'db' entered the state 'Exited' with exit code 3 and is not healthy.", exception.Message);
    }

    [Fact]
    public async Task Waiting_fails_also_when_the_resource_ends_between_healthy_and_ready()
    {
        var waiting = _model.Notifications.WaitForResourceHealthyAsync("db", ObservableModel.Soon);
        await _model.PublishStateAsync(_resource, KnownResourceStates.Running);

        await _model.PublishStateAsync(_resource, KnownResourceStates.Finished, exitCode: 0);

        await Assert.ThrowsAsync<DistributedApplicationException>(() => waiting);
    }

    [Fact]
    public async Task Waiting_goes_on_through_a_failed_start_when_asked_to()
    {
        var waiting = _model.Notifications.WaitForResourceHealthyAsync("db", WaitBehavior.WaitOnResourceUnavailable, ObservableModel.Soon);
        await _model.PublishStateAsync(_resource, KnownResourceStates.FailedToStart);
        Assert.False(waiting.IsCompleted);

        await _model.PublishStateAsync(_resource, KnownResourceStates.Running);
        await _model.PublishReadyAsync(_resource);

        Assert.Equal("db", (await waiting).Resource.Name);
    }

    [Fact]
    public async Task Waiting_for_a_resource_that_is_not_in_the_application_fails_at_once()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _model.Notifications.WaitForResourceHealthyAsync("dbx", ObservableModel.Soon));

        Assert.Contains("'dbx'", exception.Message, StringComparison.Ordinal);
    }
}
