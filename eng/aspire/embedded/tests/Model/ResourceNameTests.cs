using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Web-Frontend2")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd")]
    public void A_good_name_is_taken_as_it_is(string name) => Assert.Equal(name, new TestResource(name).Name);

    [Theory]
    [InlineData("2nd", "start with an ASCII letter")]
    [InlineData("my_app", "ASCII letters, digits and hyphens")]
    [InlineData("schön", "ASCII letters, digits and hyphens")]
    [InlineData("a--b", "two hyphens in a row")]
    [InlineData("a-", "end with a hyphen")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcde", "64 characters")]
    public void A_bad_name_is_refused_with_the_reason(string name, string reason)
    {
        var exception = Assert.Throws<ArgumentException>(() => new TestResource(name));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_can_be_used_once_whatever_its_case()
    {
        var builder = TestModel.Create();
        builder.AddShell("web");

        var exception = Assert.Throws<DistributedApplicationException>(() => builder.AddParameter("Web"));

        Assert.Contains("'Web'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("already exists", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_is_found_by_name_if_its_type_fits()
    {
        var builder = TestModel.Create();
        var web = builder.AddShell("web");

        Assert.Same(web.Resource, builder.CreateResourceBuilder<ExecutableResource>("WEB").Resource);
        Assert.True(builder.TryCreateResourceBuilder<IResourceWithEndpoints>("web", out _));
        Assert.False(builder.TryCreateResourceBuilder<ParameterResource>("web", out _));
        Assert.Throws<InvalidOperationException>(() => builder.CreateResourceBuilder<ParameterResource>("web"));
        Assert.Throws<InvalidOperationException>(() => builder.CreateResourceBuilder<ParameterResource>("nobody"));
    }

    [Fact]
    public void The_program_of_an_executable_can_be_changed_and_its_directory_is_relative_to_the_AppHost()
    {
        var builder = TestModel.Create();

        var tool = builder.AddExecutable("tool", "first", "work").WithCommand("second").WithWorkingDirectory("../other");

        Assert.Equal("second", tool.Resource.Command);
        Assert.Equal(Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "../other")), tool.Resource.WorkingDirectory);
    }
}
