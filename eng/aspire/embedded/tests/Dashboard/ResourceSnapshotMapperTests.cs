using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Protocol;
using Embedded.Aspire.Tests.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Embedded.Aspire.Tests.Dashboard;

public sealed class ResourceSnapshotMapperTests
{
    private static readonly DateTime Start = new(2026, 1, 31, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_the_dashboard_cannot_do_without_is_always_there()
    {
        var message = Map(new CustomResourceSnapshot
        {
            ResourceType = "Robot",
            Properties = [new ResourcePropertySnapshot("nothing", null)],
            Urls = [new UrlSnapshot(null, "http://localhost:5000", IsInternal: false)],
        });

        Assert.Equal(Timestamp.FromDateTime(Start), message.CreatedAt);
        Assert.NotNull(Assert.Single(message.Urls).Display);
        Assert.All(message.Properties, property => Assert.NotNull(property.Value));
        Assert.Equal(Value.KindOneofCase.NullValue, Property(message, "nothing").Value.KindCase);
        Assert.Null(message.StartedAt);
        Assert.False(message.HasIconName);
    }

    [Fact]
    public void The_resource_is_known_by_instance_and_shown_by_name()
    {
        var message = Map(new CustomResourceSnapshot
        {
            ResourceType = "Project",
            Properties = [],
            State = new ResourceStateSnapshot("Finished", "success"),
            ExitCode = 3,
            StartTimeStamp = Start.AddSeconds(1),
            StopTimeStamp = Start.AddSeconds(2),
            IsHidden = true,
            IconName = "Database",
            IconVariant = IconVariant.Filled,
        });

        Assert.Equal(("web-abcdefgh", "web-abcdefgh", "web", "Project"), (message.Name, message.Uid, message.DisplayName, message.ResourceType));
        Assert.Equal(("Finished", "success", true), (message.State, message.StateStyle, message.IsHidden));
        Assert.Equal((Start.AddSeconds(1), Start.AddSeconds(2)), (message.StartedAt.ToDateTime(), message.StoppedAt.ToDateTime()));
        Assert.Equal(("Database", IconKind.Filled), (message.IconName, message.IconKind));
        Assert.Equal(3, Property(message, KnownProperties.ExitCode).Value.NumberValue);
        Assert.Equal("Finished", Property(message, KnownProperties.State).Value.StringValue);
    }

    [Fact]
    public void Properties_keep_their_kind_and_their_secrecy()
    {
        var message = Map(new CustomResourceSnapshot
        {
            ResourceType = "Project",
            Properties =
            [
                new ResourcePropertySnapshot("text", "a") { IsSensitive = true },
                new ResourcePropertySnapshot("number", 4),
                new ResourcePropertySnapshot("texts", new[] { "a", "b" }),
                new ResourcePropertySnapshot("numbers", new List<int> { 0, 1 }),
                new ResourcePropertySnapshot("other", new Uri("http://localhost/")),
            ],
        });

        Assert.Equal(("a", true), (Property(message, "text").Value.StringValue, Property(message, "text").IsSensitive));
        Assert.Equal((4, false), (Property(message, "number").Value.NumberValue, Property(message, "number").IsSensitive));
        Assert.Equal(["a", "b"], Property(message, "texts").Value.ListValue.Values.Select(value => value.StringValue));
        Assert.Equal([0, 1], Property(message, "numbers").Value.ListValue.Values.Select(value => value.NumberValue));
        Assert.Equal("http://localhost/", Property(message, "other").Value.StringValue);
    }

    [Fact]
    public void Environment_urls_volumes_and_relationships_are_passed_on()
    {
        var message = Map(new CustomResourceSnapshot
        {
            ResourceType = "Project",
            Properties = [],
            EnvironmentVariables = [new EnvironmentVariableSnapshot("A", "1", IsFromSpec: true), new EnvironmentVariableSnapshot("B", null, IsFromSpec: false)],
            Urls =
            [
                new UrlSnapshot("http", "http://localhost:5000/x", IsInternal: true) { IsInactive = true, DisplayProperties = new("Home", 7) },
                new UrlSnapshot("bad", "not a url", IsInternal: false),
            ],
            Volumes = [new VolumeSnapshot(null, "/data", "volume", IsReadOnly: true)],
            Relationships = [new RelationshipSnapshot("db", "Reference")],
        });

        Assert.Equal([("A", "1", true), ("B", "", false)], message.Environment.Select(variable => (variable.Name, variable.Value, variable.IsFromSpec)));
        var url = Assert.Single(message.Urls);
        Assert.Equal(("http", "http://localhost:5000/x", true, true), (url.EndpointName, url.FullUrl, url.IsInternal, url.IsInactive));
        Assert.Equal(("Home", 7), (url.Display.DisplayName, url.Display.SortOrder));
        Assert.Equal(("", "/data", "volume", true), Assert.Single(message.Volumes.Select(volume => (volume.Source, volume.Target, volume.MountType, volume.IsReadOnly))));
        Assert.Equal(("db", "Reference"), Assert.Single(message.Relationships.Select(relationship => (relationship.ResourceName, relationship.Type))));
    }

    [Fact]
    public void A_check_that_has_not_run_has_no_status()
    {
        var message = Map(new CustomResourceSnapshot { ResourceType = "Project", Properties = [], State = KnownResourceStates.Running }.WithHealthReports(
        [
            new HealthReportSnapshot("new", null, null, null),
            new HealthReportSnapshot("slow", HealthStatus.Degraded, "slow", "stack") { LastRunAt = Start },
            new HealthReportSnapshot("down", HealthStatus.Unhealthy, null, null),
        ]));

        Assert.False(message.HealthReports[0].HasStatus);
        Assert.Equal((HealthKind.Degraded, "slow", "slow", "stack"), (message.HealthReports[1].Status, message.HealthReports[1].Key, message.HealthReports[1].Description, message.HealthReports[1].Exception));
        Assert.Equal(Start, message.HealthReports[1].LastRunAt.ToDateTime());
        Assert.Equal(HealthKind.Unhealthy, message.HealthReports[2].Status);
        Assert.Equal("Unhealthy", Property(message, KnownProperties.HealthState).Value.StringValue);
    }

    [Fact]
    public void Only_commands_for_the_user_interface_are_offered()
    {
        var command = new ResourceCommandSnapshot("stop", ResourceCommandState.Disabled, "Stop", "Stops it", null, "Sure?", "Stop", IconVariant.Filled, IsHighlighted: true);
        var message = Map(new CustomResourceSnapshot
        {
            ResourceType = "Project",
            Properties = [],
            Commands = [command, command with { Name = "api", Visibility = ResourceCommandVisibility.Api }],
        });

        var mapped = Assert.Single(message.Commands);
        Assert.Equal(("stop", "Stop", "Stops it", "Sure?"), (mapped.Name, mapped.DisplayName, mapped.DisplayDescription, mapped.ConfirmationMessage));
        Assert.Equal((CommandAvailability.Disabled, "Stop", IconKind.Filled, true), (mapped.Availability, mapped.IconName, mapped.IconKind, mapped.IsHighlighted));
    }

    private static ResourceMessage Map(CustomResourceSnapshot snapshot) =>
        new ResourceSnapshotMapper(Start).Map(new ResourceEvent(new TestResource("web"), "web-abcdefgh", snapshot));

    private static PropertyMessage Property(ResourceMessage message, string name) => message.Properties.Single(property => property.Name == name);
}
