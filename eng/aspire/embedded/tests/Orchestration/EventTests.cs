using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class EventTests
{
    private readonly ConcurrentQueue<string> _seen = new();

    [DcpFact]
    public async Task The_events_of_an_application_and_of_a_process_come_in_order()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.OnBeforeStart((_, _) => See("before start"));
            b.Eventing.Subscribe<AfterEndpointsAllocatedEvent>((_, _) => See("endpoints"));
            b.Eventing.Subscribe<AfterResourcesCreatedEvent>((_, _) => See("created"));
            b.AddShell("app").WithHttpEndpoint(env: "PORT").WithExplicitStart()
                .OnResourceEndpointsAllocated((r, _, _) => See($"address {r.GetEndpoint("http").IsAllocated}"))
                .OnBeforeResourceStarted((_, _, _) => See("before resource"))
                .OnResourceReady((_, _, _) => See("ready"))
                .OnResourceStopped((_, e, _) => See($"stopped {e.ResourceEvent.Snapshot.State?.Text}"));
        });

        await app.CommandAsync("app", "start");
        await app.Notifications.WaitForResourceHealthyAsync("app", ObservableModel.Soon);
        await app.CommandAsync("app", "stop");
        await Eventually.TrueAsync(() => _seen.Contains("stopped Finished"), "the stop is told");

        Assert.Equal(["before start", "address True", "endpoints", "created", "before resource", "ready", "stopped Finished"], _seen);
    }

    [DcpFact]
    public async Task A_process_that_is_restarted_becomes_ready_again()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").OnResourceReady((_, _, _) => See("ready")));
        await app.Notifications.WaitForResourceHealthyAsync("app", ObservableModel.Soon);

        await app.CommandAsync("app", "restart");

        await Eventually.TrueAsync(() => _seen.Count == 2, "it is ready for the second time");
    }

    [DcpFact]
    public async Task A_ready_handler_that_fails_is_told_and_fails_who_waits_for_it()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("app").WaitFor(
            b.AddShell("database").OnResourceReady((_, _, _) => throw new InvalidOperationException("no tables"))));

        await app.ReachesAsync("app", KnownResourceStates.FailedToStart);

        Assert.Contains("no tables", await app.ConsoleAsync("app"), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            () => app.Log.Text.Contains("A handler of the event that 'database' is ready failed: no tables", StringComparison.Ordinal), "the AppHost's log tells it");
    }

    [DcpFact]
    public async Task A_resource_of_the_user_s_own_brings_itself_to_life()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            var clock = b.AddResource(new TestResource("clock"))
                .WithInitialState(new CustomResourceSnapshot { ResourceType = "Clock", Properties = [], State = "Winding" })
                .OnInitializeResource(async (resource, e, _) =>
                {
                    e.Logger.LogInformation("tick");
                    await e.Notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Running });
                })
                .OnResourceReady((_, _, _) => See("clock ready"));
            b.AddShell("app").WaitFor(clock);
        });

        await app.ReachesAsync("app", KnownResourceStates.Running);

        Assert.Equal(("Clock", KnownResourceStates.Running), (app.Snapshot("clock").ResourceType, app.Snapshot("clock").State?.Text));
        Assert.Equal(["clock ready"], _seen);
        Assert.Contains("tick", await app.ConsoleAsync("clock"), StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task A_handler_nobody_waits_for_tells_its_failure_in_the_console_of_its_resource()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.AddResource(new TestResource("clock")).OnInitializeResource((_, _, _) => throw new InvalidOperationException("no spring"));
            b.AddShell("job", "exit 0").OnResourceStopped((_, _, _) => throw new InvalidOperationException("no broom"));
        });

        await app.ConsoleContainsAsync("clock", "A handler of InitializeResourceEvent failed: no spring");
        await app.ConsoleContainsAsync("job", "A handler of ResourceStoppedEvent failed: no broom");
    }

    [DcpFact]
    public async Task A_subscriber_service_subscribes_before_the_start()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.Services.TryAddEventingSubscriber<Subscriber>();
            b.Services.TryAddEventingSubscriber<Subscriber>();
            b.AddShell("app");
        });

        await app.ConsoleContainsAsync("app", "subscriber saw app");

        Assert.Single((await app.ConsoleAsync("app")).Split('\n'), line => line.Contains("subscriber saw", StringComparison.Ordinal));
    }

    private Task See(string what)
    {
        _seen.Enqueue(what);
        return Task.CompletedTask;
    }

    private sealed class Subscriber(ResourceLoggerService loggers) : IDistributedApplicationEventingSubscriber
    {
        public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
        {
            eventing.Subscribe<BeforeResourceStartedEvent>((e, _) =>
            {
                loggers.GetLogger(e.Resource).LogInformation("subscriber saw {Resource}", e.Resource.Name);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        }
    }
}
