using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class WaitingTests
{
    [DcpFact]
    public async Task Who_waits_for_completion_starts_after_it()
    {
        var directory = Directory.CreateTempSubdirectory("waiting-test-");
        try
        {
            var made = Path.Combine(directory.FullName, "made");
            await using var app = await RunningApplication.StartAsync(b =>
                b.AddShell("app", $"cat '{made}'").WaitForCompletion(b.AddShell("job", $"sleep 0.3; echo by the job > '{made}'")));

            var end = (await app.ReachesAsync("app", KnownResourceStates.Finished)).Snapshot;

            Assert.Equal((KnownResourceStates.Finished, 0), (app.Snapshot("job").State?.Text, app.Snapshot("job").ExitCode));
            Assert.Equal(0, end.ExitCode);
            Assert.Contains("by the job", await app.ConsoleAsync("app"), StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [DcpFact]
    public async Task Who_waits_for_completion_fails_when_it_fails_and_says_why()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WaitForCompletion(b.AddShell("job", "exit 2")));

        await app.ReachesAsync("app", KnownResourceStates.FailedToStart);

        Assert.Single(
            (await app.ConsoleAsync("app")).Split('\n'),
            line => line.Contains("'job' entered the state 'Finished' with exit code 2, but 0 was expected", StringComparison.Ordinal));
    }

    [DcpFact]
    public async Task Who_waits_starts_when_the_other_is_healthy()
    {
        var healthy = false;
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.Services.AddHealthChecks().AddCheck("switch", () => Volatile.Read(ref healthy) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("switched off"));
            b.AddShell("app").WaitFor(b.AddShell("service").WithHealthCheck("switch"));
        });
        var unhealthy = await app.Notifications.WaitForResourceAsync("service", e => e.Snapshot.HealthReports.Any(r => r.Status == HealthStatus.Unhealthy));
        Assert.Equal("switched off", unhealthy.Snapshot.HealthReports.Single().Description);
        await app.ReachesAsync("app", KnownResourceStates.Waiting);

        Volatile.Write(ref healthy, true);

        await app.ReachesAsync("app", KnownResourceStates.Running);
        Assert.Equal(HealthStatus.Healthy, app.Snapshot("service").HealthStatus);
    }

    [DcpFact]
    public async Task An_HTTP_health_check_asks_the_endpoint_until_it_answers_as_expected()
    {
        await using var server = await AnsweringServer.StartAsync(503);
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WaitFor(
            b.AddShell("service").WithHttpEndpoint(targetPort: server.Port).WithHttpHealthCheck("/health")));
        var unhealthy = await app.Notifications.WaitForResourceAsync("service", e => e.Snapshot.HealthReports.Any(r => r.Description?.Contains("answered 503, not 200", StringComparison.Ordinal) == true));
        Assert.EndsWith("service_http_/health_200_check", unhealthy.Snapshot.HealthReports.Single().Name, StringComparison.Ordinal);

        server.Status = 200;

        await app.ReachesAsync("app", KnownResourceStates.Running);
    }

    [DcpFact]
    public async Task An_unregistered_health_check_is_said_clearly_and_nothing_crashes()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WithHealthCheck("typo"));

        var report = (await app.Notifications.WaitForResourceAsync("app", e => e.Snapshot.HealthReports.Any(r => r.Status is not null))).Snapshot.HealthReports.Single();

        Assert.Contains("No health check is registered under the key 'typo'", report.Description, StringComparison.Ordinal);
        Assert.Contains("The health of 'app' cannot be checked: No health check is registered under the key 'typo'", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("app").State?.Text);
    }

    [DcpFact]
    public async Task A_health_check_that_cannot_be_created_is_said_and_nothing_crashes()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.Services.AddHealthChecks().Add(new HealthCheckRegistration("broken", _ => throw new InvalidOperationException("no database driver"), null, null));
            b.AddShell("app").WithHealthCheck("broken");
        });

        var report = (await app.Notifications.WaitForResourceAsync("app", e => e.Snapshot.HealthReports.Any(r => r.Status is not null))).Snapshot.HealthReports.Single();

        Assert.Equal((HealthStatus.Unhealthy, "no database driver"), (report.Status, report.Description));
    }

    [DcpFact]
    public async Task A_missing_parameter_fails_who_needs_it_with_the_way_out()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.AddShell("app").WithEnvironment("KEY", b.AddParameter("api-key", secret: true));
            b.AddShell("other");
        });

        await app.ReachesAsync("app", KnownResourceStates.FailedToStart);
        await app.ReachesAsync("other", KnownResourceStates.Running);
        await app.ReachesAsync("api-key", KnownResourceStates.ValueMissing);

        Assert.Contains("Parameters__api_key", await app.ConsoleAsync("app"), StringComparison.Ordinal);
        Assert.Contains("Parameters__api_key", await app.ConsoleAsync("api-key"), StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task Values_are_shown_and_secrets_are_marked()
    {
        var announced = new TaskCompletionSource<string?>();
        await using var app = await RunningApplication.StartAsync(b =>
        {
            var password = b.AddParameter("password", "pw", secret: true);
            b.AddParameter("size", "10");
            b.AddConnectionString("db", ReferenceExpression.Create($"Password={password}"))
                .OnConnectionStringAvailable(async (db, _, ct) => announced.SetResult(await db.ConnectionStringExpression.GetValueAsync(ct)));
        });

        await app.ReachesAsync("db", KnownResourceStates.Running);
        await app.ReachesAsync("password", KnownResourceStates.Running);
        await app.ReachesAsync("size", KnownResourceStates.Running);

        Assert.Equal("Password=pw", await announced.Task.WaitAsync(Eventually.Deadline));
        Assert.Equal(("pw", true), Value("password", "Value"));
        Assert.Equal(("10", false), Value("size", "Value"));
        Assert.Equal(("Password=pw", true), Value("db", KnownProperties.ConnectionString));

        (object? Value, bool IsSensitive) Value(string resource, string property)
        {
            var found = app.Snapshot(resource).Properties.Single(p => p.Name == property);
            return (found.Value, found.IsSensitive);
        }
    }
}
