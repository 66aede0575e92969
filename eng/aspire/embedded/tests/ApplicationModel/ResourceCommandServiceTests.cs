using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.ApplicationModel;

public sealed class ResourceCommandServiceTests : IDisposable
{
    private readonly ObservableModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_command_gets_its_context_and_gives_its_result()
    {
        ExecuteCommandContext? received = null;
        var resource = WithCommand(context =>
        {
            received = context;
            context.Logger.LogInformation("polishing");
            return Task.FromResult(CommandResults.Success("shiny", "100%"));
        });

        var result = await _model.Commands.ExecuteCommandAsync(resource, "polish", ObservableModel.Soon);

        Assert.True(result.Success);
        Assert.Equal(("shiny", "100%"), (result.Message, result.Data?.Value));
        Assert.Equal("robot-abcdefgh", received?.ResourceName);
        Assert.Contains("polishing", await _model.LogOfAsync(resource), StringComparison.Ordinal);
        Assert.Contains("Command 'polish' succeeded.", await _model.LogOfAsync(resource), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("robot")]
    [InlineData("robot-abcdefgh")]
    public async Task A_command_is_found_by_resource_name_and_by_instance(string id)
    {
        var resource = WithCommand(_ => Task.FromResult(CommandResults.Success()));
        await _model.PublishStateAsync(resource, KnownResourceStates.Running);

        Assert.True((await _model.Commands.ExecuteCommandAsync(id, "polish", ObservableModel.Soon)).Success);
    }

    [Fact]
    public async Task What_a_command_throws_is_a_failure_with_its_message()
    {
        var resource = WithCommand(_ => throw new InvalidOperationException("no cloth"));

        var result = await _model.Commands.ExecuteCommandAsync(resource, "polish", ObservableModel.Soon);

        Assert.Equal((false, false, "no cloth"), (result.Success, result.Canceled, result.Message));
        Assert.Contains("no cloth", await _model.LogOfAsync(resource), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_command_is_neither_success_nor_failure()
    {
        using var cancelling = new CancellationTokenSource();
        var resource = WithCommand(async context =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            return CommandResults.Success();
        });
        var executing = _model.Commands.ExecuteCommandAsync(resource, "polish", cancelling.Token);

        await cancelling.CancelAsync();

        var result = await executing;
        Assert.Equal((false, true), (result.Success, result.Canceled));
    }

    [Fact]
    public async Task An_unknown_command_or_resource_is_a_failure()
    {
        var resource = WithCommand(_ => Task.FromResult(CommandResults.Success()));

        var unknownCommand = await _model.Commands.ExecuteCommandAsync(resource, "paint", ObservableModel.Soon);
        var unknownResource = await _model.Commands.ExecuteCommandAsync("nobody", "polish", ObservableModel.Soon);

        Assert.Equal("Resource 'robot' has no command 'paint'.", unknownCommand.Message);
        Assert.Equal("There is no resource 'nobody'.", unknownResource.Message);
        Assert.False(unknownCommand.Success || unknownResource.Success);
    }

    private static TestResource WithCommand(Func<ExecuteCommandContext, Task<ExecuteCommandResult>> execute) => new(
        "robot",
        new ResourceInstanceAnnotation("robot-abcdefgh"),
        new ResourceCommandAnnotation("polish", "Polish", _ => ResourceCommandState.Enabled, execute, null, null, null, null, null, isHighlighted: false));
}
