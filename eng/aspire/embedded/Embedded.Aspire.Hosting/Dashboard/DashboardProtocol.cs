using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>The methods the dashboard calls.</summary>
/// <param name="notifications">Where the resources are seen.</param>
/// <param name="loggers">Their console logs.</param>
/// <param name="commands">Their commands.</param>
/// <param name="applicationName">The name shown at the top of the dashboard.</param>
internal sealed class DashboardProtocol(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    string applicationName)
{
    private const string Service = "/aspire.v1.DashboardService/";
    private const string MinimumDashboardVersion = "13.5.0";

    private readonly ResourceSnapshotMapper _mapper = new(DateTime.UtcNow);

    /// <summary>The methods by request path.</summary>
    public IReadOnlyDictionary<string, Func<GrpcCall, Task>> Methods => new Dictionary<string, Func<GrpcCall, Task>>(StringComparer.Ordinal)
    {
        [Service + "GetApplicationInformation"] = GetApplicationInformationAsync,
        [Service + "WatchResources"] = WatchResourcesAsync,
        [Service + "WatchResourceConsoleLogs"] = WatchConsoleLogsAsync,
        [Service + "ExecuteResourceCommand"] = ExecuteCommandAsync,
        [Service + "WatchInteractions"] = WatchInteractionsAsync,
    };

    private async Task GetApplicationInformationAsync(GrpcCall call)
    {
        await call.ReadAsync(ApplicationInformationRequest.Parser);
        await call.WriteAsync(new ApplicationInformationReply
        {
            ApplicationName = applicationName,
            MinimumDashboardVersion = MinimumDashboardVersion,
        });
    }

    private async Task WatchResourcesAsync(GrpcCall call)
    {
        await call.ReadAsync(WatchResourcesRequest.Parser);
        using var subscription = notifications.Subscribe();
        await call.WriteAsync(new WatchResourcesReply { All = new AllResources { Resources = { subscription.Current.Select(_mapper.Map) } } });
        await foreach (var changes in subscription.ReadAsync(call.Ending))
        {
            // A resource is sent as a whole: of several changes at once only the last one matters.
            var latest = changes.GroupBy(change => change.ResourceId).Select(changesOfOne => changesOfOne.Last());
            var items = latest.Select(change => new ResourceChange { Replaced = _mapper.Map(change) });
            await call.WriteAsync(new WatchResourcesReply { Changes = new ResourceChanges { Items = { items } } });
        }
    }

    private async Task WatchConsoleLogsAsync(GrpcCall call)
    {
        var request = await call.ReadAsync(ConsoleLogsRequest.Parser);
        await call.StartAsync();
        var batches = request.SuppressFollow ? loggers.GetAllAsync(request.ResourceName) : loggers.WatchAsync(request.ResourceName);
        await foreach (var lines in batches.WithCancellation(call.Ending))
        {
            foreach (var reply in ConsoleLogBatches.Pack(lines))
            {
                await call.WriteAsync(reply);
            }
        }
    }

    private async Task ExecuteCommandAsync(GrpcCall call)
    {
        var request = await call.ReadAsync(CommandRequest.Parser);
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, call.Ending);
        var reply = new CommandReply
        {
            Outcome = result.Success ? CommandOutcome.Succeeded : result.Canceled ? CommandOutcome.Cancelled : CommandOutcome.Failed,
            Message = result.Message ?? "",
        };
        if (result.Data is { } data)
        {
            reply.Data = new CommandDataMessage
            {
                Value = data.Value,
                DisplayImmediately = data.DisplayImmediately,
                Format = data.Format switch
                {
                    CommandResultFormat.Json => CommandDataFormat.Json,
                    CommandResultFormat.Markdown => CommandDataFormat.Markdown,
                    _ => CommandDataFormat.Text,
                },
            };
        }

        await call.WriteAsync(reply);
    }

    // Nothing here asks the user anything, but without this stream the dashboard takes the application for disconnected.
    private static async Task WatchInteractionsAsync(GrpcCall call)
    {
        await call.StartAsync();
        await call.DrainAsync();
    }
}
