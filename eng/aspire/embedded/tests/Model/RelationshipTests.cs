using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class RelationshipTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create();

    [Fact]
    public void Parents_children_and_others_are_related()
    {
        var parent = _builder.AddShell("parent");
        var friend = _builder.AddShell("friend");
        var child = _builder.AddShell("child").WithParentRelationship(parent).WithReferenceRelationship(friend).WithRelationship(friend, "Likes");
        var adopted = _builder.AddShell("adopted");
        parent.WithChildRelationship(adopted);

        Assert.Equal([("parent", "Parent"), ("friend", "Reference"), ("friend", "Likes")], TestModel.Relationships(child.Resource));
        Assert.Equal([("parent", "Parent")], TestModel.Relationships(adopted.Resource));
        Assert.Empty(TestModel.Relationships(parent.Resource));
    }

    [Fact]
    public void Every_way_to_wait_is_noted_and_shown_as_a_relationship()
    {
        var job = _builder.AddShell("job");
        var app = _builder.AddShell("app")
            .WaitFor(job)
            .WaitFor(job, WaitBehavior.WaitOnResourceUnavailable)
            .WaitForStart(job)
            .WaitForStart(job, WaitBehavior.StopOnResourceUnavailable)
            .WaitForCompletion(job, exitCode: 3);

        var waits = app.Resource.Annotations.OfType<WaitAnnotation>().Select(w => (w.Resource.Name, w.WaitType, w.ExitCode, w.WaitBehavior));

        Assert.Equal(
            [
                ("job", WaitType.WaitUntilHealthy, 0, null),
                ("job", WaitType.WaitUntilHealthy, 0, WaitBehavior.WaitOnResourceUnavailable),
                ("job", WaitType.WaitUntilStarted, 0, null),
                ("job", WaitType.WaitUntilStarted, 0, WaitBehavior.StopOnResourceUnavailable),
                ("job", WaitType.WaitForCompletion, 3, null),
            ],
            waits);
        Assert.All(TestModel.Relationships(app.Resource), r => Assert.Equal(("job", "WaitFor"), r));
    }

    [Fact]
    public void Nobody_can_wait_for_itself_or_for_its_parent()
    {
        var parent = _builder.AddShell("parent");
        var child = _builder.AddResource(new ChildResource("child", parent.Resource));

        Assert.Contains("'parent' resource cannot wait for itself", Assert.Throws<DistributedApplicationException>(() => parent.WaitFor(parent)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot wait for its parent 'parent'", Assert.Throws<DistributedApplicationException>(() => child.WaitFor(parent)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_are_appended_or_replaced()
    {
        var app = _builder.AddShell("app")
            .WithIconName("Database").WithIconName("Key", IconVariant.Regular)
            .WithAnnotation(new ResourceIconAnnotation("Globe"), ResourceAnnotationMutationBehavior.Replace)
            .WithExplicitStart();

        Assert.Equal("Globe", Assert.Single(app.Resource.Annotations.OfType<ResourceIconAnnotation>()).IconName);
        Assert.True(app.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task A_command_is_offered_and_replaced_by_another_of_its_name()
    {
        var app = _builder.AddShell("app")
            .WithCommand("polish", "Old", _ => Task.FromResult(CommandResults.Failure("old")))
            .WithCommand(
                "polish",
                "Polish",
                _ => Task.FromResult(CommandResults.Success("shiny")),
                new CommandOptions { Description = "Makes it shine", IconName = "Sparkle", IsHighlighted = true, UpdateState = _ => ResourceCommandState.Disabled });
        using var model = new ObservableModel();

        var command = Assert.Single(app.Resource.Annotations.OfType<ResourceCommandAnnotation>());

        Assert.Equal(("Polish", "Makes it shine", "Sparkle", true), (command.DisplayName, command.DisplayDescription, command.IconName, command.IsHighlighted));
        Assert.Equal("shiny", (await model.Commands.ExecuteCommandAsync(app.Resource, "polish", ObservableModel.Soon)).Message);
    }

    private sealed class ChildResource(string name, IResource parent) : Resource(name), IResourceWithParent, IResourceWithWaitSupport
    {
        public IResource Parent { get; } = parent;
    }
}
