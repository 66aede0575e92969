using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Aspire.Tests.Model;

public sealed class LifecycleCommandTests
{
    [Theory]
    [InlineData(null, "Disabled", "Hidden", "Disabled")]
    [InlineData("NotStarted", "Enabled", "Hidden", "Disabled")]
    [InlineData("Waiting", "Enabled", "Hidden", "Disabled")]
    [InlineData("Starting", "Disabled", "Hidden", "Disabled")]
    [InlineData("Running", "Hidden", "Enabled", "Enabled")]
    [InlineData("Stopping", "Hidden", "Disabled", "Disabled")]
    [InlineData("Finished", "Enabled", "Hidden", "Disabled")]
    [InlineData("Exited", "Enabled", "Hidden", "Disabled")]
    [InlineData("FailedToStart", "Enabled", "Hidden", "Disabled")]
    public void Commands_are_offered_where_they_make_sense(string? state, string start, string stop, string restart)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var resource = new TestResource("web");
        LifecycleCommands.AddTo(resource, () => throw new InvalidOperationException("Nothing is to be executed."));
        var snapshot = new CustomResourceSnapshot { ResourceType = "Executable", Properties = [], State = state };

        var states = resource.Annotations.OfType<ResourceCommandAnnotation>()
            .ToDictionary(c => c.Name, c => c.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = services }).ToString());

        Assert.Equal(new Dictionary<string, string> { ["start"] = start, ["stop"] = stop, ["restart"] = restart }, states);
    }

    [Fact]
    public void A_command_of_the_user_s_own_stays()
    {
        var own = new ResourceCommandAnnotation(
            "stop", "Mine", _ => ResourceCommandState.Enabled, _ => Task.FromResult(CommandResults.Success()), null, null, null, null, null, isHighlighted: false);
        var resource = new TestResource("web", own);

        LifecycleCommands.AddTo(resource, () => throw new InvalidOperationException("Nothing is to be executed."));

        Assert.Equal(["Mine", "Start", "Restart"], resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => c.DisplayName));
    }
}
