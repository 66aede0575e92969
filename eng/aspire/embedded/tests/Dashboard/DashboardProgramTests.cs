using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>
/// What the real dashboard makes of the resource service. It names the resource at the other end of a client span when
/// it knows a resource with that URL: so its telemetry tells, without a browser, which resources it has learned.
/// </summary>
public sealed class DashboardProgramTests
{
    [DashboardFact]
    public async Task The_real_dashboard_learns_the_resources_and_their_changes()
    {
        using var log = new RecordedLog();
        await using var service = await RunningResourceService.StartAsync(log);
        var robot = new TestResource("robot", new ResourceInstanceAnnotation("robot-abcdefgh"), new HealthCheckAnnotation("ping"), Command("polish"));
        await service.Model.Notifications.PublishUpdateAsync(robot, snapshot => WithEverything(snapshot, "http://localhost:5999"));
        await service.Model.PublishStateAsync(new TestResource("bare"), KnownResourceStates.NotStarted);

        await using var dashboard = await DashboardProgram.StartAsync(service.Address, RunningResourceService.ApiKey);
        await dashboard.PostSpanAsync("0123456789abcdef", "localhost", 5999);
        await dashboard.PostSpanAsync("fedcba9876543210", "localhost", 6001);
        await TelemetryContainsAsync(dashboard, "\"robot\"");

        await service.Model.Notifications.PublishUpdateAsync(new TestResource("toy"), snapshot => WithEverything(snapshot, "http://localhost:6001"));
        await TelemetryContainsAsync(dashboard, "\"toy\"");

        Assert.Contains("/aspire.v1.DashboardService/WatchInteractions", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("WatchResources ended", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("WatchInteractions ended", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", dashboard.Output, StringComparison.Ordinal);
    }

    [DashboardFact]
    public async Task A_dashboard_with_another_key_learns_nothing()
    {
        using var log = new RecordedLog();
        await using var service = await RunningResourceService.StartAsync(log);
        await service.Model.PublishStateAsync(new TestResource("robot"), KnownResourceStates.Running);

        await using var dashboard = await DashboardProgram.StartAsync(service.Address, "another key");
        await dashboard.GetTelemetryAsync("resources");

        await Eventually.TrueAsync(() => log.Text.Contains("was refused", StringComparison.Ordinal), "the dashboard is refused");
        Assert.DoesNotContain("The dashboard called", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("another key", log.Text, StringComparison.Ordinal);
    }

    private static CustomResourceSnapshot WithEverything(CustomResourceSnapshot snapshot, string url) => (snapshot with
    {
        State = KnownResourceStates.Running,
        StartTimeStamp = DateTime.UtcNow,
        EnvironmentVariables = [new EnvironmentVariableSnapshot("A", "1", IsFromSpec: true), new EnvironmentVariableSnapshot("B", null, IsFromSpec: false)],
        Urls = [new UrlSnapshot("http", url, IsInternal: false), new UrlSnapshot(null, "bad url", IsInternal: true)],
        Volumes = [new VolumeSnapshot(null, "/data", "volume", IsReadOnly: true)],
        Relationships = [new RelationshipSnapshot("bare", "Reference"), new RelationshipSnapshot("nobody", "WaitFor")],
        Properties = [new ResourcePropertySnapshot("nothing", null), new ResourcePropertySnapshot("secret", "x") { IsSensitive = true }],
        IconName = "Bot",
    }).WithHealthReports([new HealthReportSnapshot("ping", null, null, null), new HealthReportSnapshot("pong", HealthStatus.Degraded, "slow", null)]);

    private static ResourceCommandAnnotation Command(string name) => new(
        name, name, _ => ResourceCommandState.Enabled, _ => Task.FromResult(CommandResults.Success()), null, null, null, null, null, isHighlighted: false);

    private static Task TelemetryContainsAsync(DashboardProgram dashboard, string text) => Eventually.TrueAsync(
        async () => (await dashboard.GetTelemetryAsync("spans")).Contains(text, StringComparison.Ordinal),
        $"the telemetry of the dashboard contains {text}");
}
