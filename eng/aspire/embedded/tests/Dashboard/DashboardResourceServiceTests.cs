using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Protocol;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Dashboard;

public sealed class DashboardResourceServiceTests : IAsyncLifetime
{
    private RunningResourceService _service = null!;

    public async Task InitializeAsync() => _service = await RunningResourceService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public void It_listens_on_loopback() => Assert.Equal("127.0.0.1", _service.Address.Host);

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData(RunningResourceService.ApiKey + "x")]
    [InlineData("")]
    public async Task Without_the_key_nothing_is_told(string? key)
    {
        using var client = new GrpcTestClient(_service.Address, key);

        using var call = await client.CallAsync("GetApplicationInformation", new ApplicationInformationRequest());

        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
        Assert.Null(await call.ReadAsync(ApplicationInformationReply.Parser));
    }

    [Fact]
    public void There_is_no_service_without_a_key()
    {
        Assert.Throws<ArgumentException>(() => new DashboardResourceService(
            _service.Model.Notifications, _service.Model.Loggers, _service.Model.Commands, "Shop", apiKey: " ", NullLoggerFactory.Instance));
    }

    [Theory]
    [InlineData("https://localhost:20000")]
    [InlineData("http://192.0.2.1:20000")]
    public async Task It_listens_only_on_plain_loopback(string address)
    {
        await using var server = new DashboardResourceService(
            _service.Model.Notifications, _service.Model.Loggers, _service.Model.Commands, "Shop", "key", NullLoggerFactory.Instance);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => server.StartAsync(new Uri(address), ObservableModel.Soon));

        Assert.Contains(address, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_its_address()
    {
        await using var server = new DashboardResourceService(
            _service.Model.Notifications, _service.Model.Loggers, _service.Model.Commands, "Shop", "key", NullLoggerFactory.Instance);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => server.StartAsync(_service.Address, ObservableModel.Soon));

        Assert.Contains(_service.Address.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_the_name_of_the_application_without_the_suffix()
    {
        using var call = await _service.Client.CallAsync("GetApplicationInformation", new ApplicationInformationRequest());

        var reply = await call.ReadAsync(ApplicationInformationReply.Parser);
        Assert.Equal("Shop", reply?.ApplicationName);
        Assert.Null(await call.ReadAsync(ApplicationInformationReply.Parser));
        Assert.Equal("0", call.GrpcStatus);
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented()
    {
        using var call = await _service.Client.CallAsync("UploadFile", new ApplicationInformationRequest());

        Assert.Null(await call.ReadAsync(ApplicationInformationReply.Parser));
        Assert.Equal((HttpStatusCode.OK, "12"), (call.StatusCode, call.GrpcStatus));
        Assert.Contains("UploadFile", call.GrpcMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "3")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, "3")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xFF }, "3")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "12")]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, "8")]
    public async Task A_malformed_request_is_answered_with_a_status(byte[] body, string status)
    {
        using var call = await _service.Client.CallAsync("ExecuteResourceCommand", new CommandRequest(), new ByteArrayContent(body));

        Assert.Null(await call.ReadAsync(CommandReply.Parser));
        Assert.Equal(status, call.GrpcStatus);
        Assert.NotEmpty(call.GrpcMessage ?? "");
    }

    [Fact]
    public async Task Resources_come_as_a_whole_first_and_then_as_changes()
    {
        var web = new TestResource("web", new ResourceInstanceAnnotation("web-abcdefgh"));
        var hidden = new TestResource("rebuilder");
        await _service.Model.PublishStateAsync(web, KnownResourceStates.Starting);
        await _service.Model.Notifications.PublishUpdateAsync(hidden, snapshot => snapshot with { IsHidden = true });

        using var call = await _service.Client.CallAsync("WatchResources", new WatchResourcesRequest());
        var all = (await call.ReadAsync(WatchResourcesReply.Parser))?.All;
        Assert.Equal(["rebuilder", "web-abcdefgh"], all?.Resources.Select(resource => resource.Name).Order());
        Assert.Equal([true, false], all?.Resources.OrderBy(resource => resource.Name).Select(resource => resource.IsHidden));

        await _service.Model.PublishStateAsync(web, KnownResourceStates.Running);
        var changed = Assert.Single((await call.ReadAsync(WatchResourcesReply.Parser))!.Changes.Items).Replaced;
        Assert.Equal(("web-abcdefgh", "web", "Running"), (changed.Name, changed.DisplayName, changed.State));

        await _service.Model.PublishStateAsync(new TestResource("late"), KnownResourceStates.Starting);
        var added = Assert.Single((await call.ReadAsync(WatchResourcesReply.Parser))!.Changes.Items).Replaced;
        Assert.Equal("late", added.Name);
    }

    [Fact]
    public async Task Console_logs_are_followed_to_their_end()
    {
        _service.Model.Loggers.AddConsoleLine("web", "one", isError: false);
        using var call = await _service.Client.CallAsync("WatchResourceConsoleLogs", new ConsoleLogsRequest { ResourceName = "web" });
        var first = Assert.Single((await call.ReadAsync(ConsoleLogsReply.Parser))!.Lines);
        Assert.Equal((1, false), (first.LineNumber, first.IsError));
        Assert.EndsWith("Z one", first.Text, StringComparison.Ordinal);

        _service.Model.Loggers.AddConsoleLine("web", "two", isError: true);
        var second = Assert.Single((await call.ReadAsync(ConsoleLogsReply.Parser))!.Lines);
        Assert.Equal((2, true), (second.LineNumber, second.IsError));

        _service.Model.Loggers.Complete("web");
        Assert.Null(await call.ReadAsync(ConsoleLogsReply.Parser));
        Assert.Equal("0", call.GrpcStatus);
    }

    [Fact]
    public async Task Console_logs_end_with_what_there_is_when_following_is_not_wanted()
    {
        _service.Model.Loggers.AddConsoleLine("web", "one", isError: false);

        using var call = await _service.Client.CallAsync("WatchResourceConsoleLogs", new ConsoleLogsRequest { ResourceName = "web", SuppressFollow = true });

        Assert.Single((await call.ReadAsync(ConsoleLogsReply.Parser))!.Lines);
        Assert.Null(await call.ReadAsync(ConsoleLogsReply.Parser));
    }

    [Theory]
    [InlineData("ok", (int)CommandOutcome.Succeeded, "done")]
    [InlineData("bad", (int)CommandOutcome.Failed, "it broke")]
    [InlineData("cancelled", (int)CommandOutcome.Cancelled, "")]
    [InlineData("missing", (int)CommandOutcome.Failed, "Resource 'web' has no command 'missing'.")]
    public async Task Commands_are_executed_and_their_outcome_is_told(string command, int outcome, string message)
    {
        var web = new TestResource(
            "web",
            new ResourceInstanceAnnotation("web-abcdefgh"),
            Command("ok", () => CommandResults.Success("done", """{"a":1}""", CommandResultFormat.Json)),
            Command("bad", () => throw new InvalidOperationException("it broke")),
            Command("cancelled", CommandResults.Canceled));
        await _service.Model.PublishStateAsync(web, KnownResourceStates.Running);

        using var call = await _service.Client.CallAsync(
            "ExecuteResourceCommand", new CommandRequest { ResourceName = "web-abcdefgh", CommandName = command, ResourceType = "Project" });

        var reply = await call.ReadAsync(CommandReply.Parser);
        Assert.Equal((outcome, message), ((int)reply!.Outcome, reply.Message));
        Assert.Equal(command == "ok" ? """{"a":1}""" : null, reply.Data?.Value);
    }

    [Fact]
    public async Task A_command_is_cancelled_when_the_client_goes_away()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var web = new TestResource("web", new ResourceCommandAnnotation(
            "wait",
            "Wait",
            _ => ResourceCommandState.Enabled,
            async context =>
            {
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
                return CommandResults.Success();
            },
            null, null, null, null, null, isHighlighted: false));
        await _service.Model.PublishStateAsync(web, KnownResourceStates.Running);
        var calling = _service.Client.CallAsync("ExecuteResourceCommand", new CommandRequest { ResourceName = "web", CommandName = "wait" });
        await started.Task.WaitAsync(ObservableModel.Soon);

        _service.Client.Dispose();

        await cancelled.Task.WaitAsync(ObservableModel.Soon);
        await Assert.ThrowsAnyAsync<Exception>(() => calling);
    }

    [Fact]
    public async Task Interactions_stay_open_and_silent_until_the_client_has_no_more_to_say()
    {
        var requests = new DuplexContent();
        using var call = await _service.Client.CallAsync("WatchInteractions", new CommandRequest(), requests);
        Assert.Equal((HttpStatusCode.OK, null), (call.StatusCode, call.GrpcStatus));
        var reading = call.ReadAsync(CommandReply.Parser);
        await requests.Writer.WriteAsync(GrpcTestClient.Frame(new CommandRequest { CommandName = "ignored" }));
        Assert.False(reading.IsCompleted);

        await requests.Writer.CompleteAsync();

        Assert.Null(await reading);
        Assert.Equal("0", call.GrpcStatus);
    }

    [Fact]
    public async Task Stopping_ends_open_streams_regularly()
    {
        var requests = new DuplexContent();
        using var resources = await _service.Client.CallAsync("WatchResources", new WatchResourcesRequest());
        using var logs = await _service.Client.CallAsync("WatchResourceConsoleLogs", new ConsoleLogsRequest { ResourceName = "web" });
        using var interactions = await _service.Client.CallAsync("WatchInteractions", new CommandRequest(), requests);
        Assert.NotNull(await resources.ReadAsync(WatchResourcesReply.Parser));

        await _service.Server.DisposeAsync();

        // A regular end: a server that had to give up waiting for the streams would have cut them off.
        Assert.Null(await resources.ReadAsync(WatchResourcesReply.Parser));
        Assert.Null(await logs.ReadAsync(ConsoleLogsReply.Parser));
        Assert.Equal(("0", "0"), (resources.GrpcStatus, logs.GrpcStatus));
        using var tcp = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => tcp.ConnectAsync(_service.Address.Host, _service.Address.Port));
    }

    private static ResourceCommandAnnotation Command(string name, Func<ExecuteCommandResult> execute) => new(
        name, name, _ => ResourceCommandState.Enabled, _ => Task.FromResult(execute()), null, null, null, null, null, isHighlighted: false);
}
