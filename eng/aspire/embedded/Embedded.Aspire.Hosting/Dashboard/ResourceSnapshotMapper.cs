using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Makes the message for the dashboard from what was published about a resource. The dashboard cannot do without a time
/// of creation, display properties of URLs and values of properties: they are always there.
/// </summary>
/// <param name="creationTime">The time of creation (UTC) of resources that do not tell theirs.</param>
internal sealed class ResourceSnapshotMapper(DateTime creationTime)
{
    public ResourceMessage Map(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var message = new ResourceMessage
        {
            Name = change.ResourceId,
            Uid = change.ResourceId,
            DisplayName = change.Resource.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            CreatedAt = Time(snapshot.CreationTimeStamp ?? creationTime),
            StartedAt = Time(snapshot.StartTimeStamp),
            StoppedAt = Time(snapshot.StopTimeStamp),
            IsHidden = snapshot.IsHidden,
        };
        SetIcon(snapshot, message);
        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(Map));
        message.Urls.AddRange(snapshot.Urls.Where(url => Uri.IsWellFormedUriString(url.Url, UriKind.Absolute)).Select(Map));
        message.Volumes.AddRange(snapshot.Volumes.Select(Map));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(Map));
        message.Relationships.AddRange(snapshot.Relationships.Select(Map));
        message.Properties.AddRange(Facts(message, snapshot).Concat(snapshot.Properties).Select(Map));
        message.Commands.AddRange(snapshot.Commands.Where(command => command.Visibility.HasFlag(ResourceCommandVisibility.UI)).Select(Map));
        return message;
    }

    // The details pane of the dashboard shows these from the properties only.
    private static IEnumerable<ResourcePropertySnapshot> Facts(ResourceMessage message, CustomResourceSnapshot snapshot)
    {
        yield return new(KnownProperties.Uid, message.Uid);
        yield return new(KnownProperties.Name, message.Name);
        yield return new(KnownProperties.Type, message.ResourceType);
        yield return new(KnownProperties.DisplayName, message.DisplayName);
        yield return new(KnownProperties.State, snapshot.State?.Text);
        yield return new(KnownProperties.HealthState, snapshot.HealthStatus?.ToString());
        yield return new(KnownProperties.ExitCode, snapshot.ExitCode);
        yield return new(KnownProperties.CreateTime, Text(message.CreatedAt));
        yield return new(KnownProperties.StartTime, Text(message.StartedAt));
        yield return new(KnownProperties.StopTime, Text(message.StoppedAt));
    }

    private static void SetIcon(CustomResourceSnapshot snapshot, ResourceMessage message)
    {
        if (snapshot.IconName is not null)
        {
            message.IconName = snapshot.IconName;
            message.IconKind = Map(snapshot.IconVariant ?? IconVariant.Regular);
        }
    }

    private static EnvironmentVariableMessage Map(EnvironmentVariableSnapshot variable) =>
        new() { Name = variable.Name, Value = variable.Value ?? "", IsFromSpec = variable.IsFromSpec };

    private static UrlMessage Map(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = url.IsInactive,
        Display = new UrlDisplayMessage { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
    };

    private static VolumeMessage Map(VolumeSnapshot volume) =>
        new() { Source = volume.Source ?? "", Target = volume.Target, MountType = volume.MountType, IsReadOnly = volume.IsReadOnly };

    private static RelationshipMessage Map(RelationshipSnapshot relationship) =>
        new() { ResourceName = relationship.ResourceName, Type = relationship.Type };

    private static HealthReportMessage Map(HealthReportSnapshot report)
    {
        var message = new HealthReportMessage
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                HealthStatus.Healthy => HealthKind.Healthy,
                HealthStatus.Degraded => HealthKind.Degraded,
                _ => HealthKind.Unhealthy,
            };
        }

        return message;
    }

    private static PropertyMessage Map(ResourcePropertySnapshot property) =>
        new() { Name = property.Name, Value = ToValue(property.Value), IsSensitive = property.IsSensitive };

    private static CommandMessage Map(ResourceCommandSnapshot command) => new()
    {
        Name = command.Name,
        DisplayName = command.DisplayName,
        DisplayDescription = command.DisplayDescription ?? "",
        ConfirmationMessage = command.ConfirmationMessage ?? "",
        IconName = command.IconName ?? "",
        IconKind = Map(command.IconVariant ?? IconVariant.Regular),
        IsHighlighted = command.IsHighlighted,
        Availability = command.State switch
        {
            ResourceCommandState.Enabled => CommandAvailability.Enabled,
            ResourceCommandState.Disabled => CommandAvailability.Disabled,
            _ => CommandAvailability.Hidden,
        },
    };

    private static IconKind Map(IconVariant variant) => variant == IconVariant.Filled ? IconKind.Filled : IconKind.Regular;

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        int or long or double => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IEnumerable<string> texts => Value.ForList([.. texts.Select(Value.ForString)]),
        IEnumerable<int> numbers => Value.ForList([.. numbers.Select(number => Value.ForNumber(number))]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Timestamp? Time(DateTime? time) => time switch
    {
        null => null,
        { Kind: DateTimeKind.Local } local => Timestamp.FromDateTime(local.ToUniversalTime()),
        { } utc => Timestamp.FromDateTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
    };

    private static string? Text(Timestamp? time) => time?.ToDateTime().ToString("O", CultureInfo.InvariantCulture);
}
