using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class EnvironmentTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create(("ConnectionStrings:db", "Host=db"));

    [Fact]
    public async Task Every_kind_of_value_ends_up_as_text()
    {
        var api = _builder.AddShell("api").WithHttpEndpoint().Allocated(5000);
        var password = _builder.AddParameter("password", "pw", secret: true);
        var database = _builder.AddConnectionString("db");
        var later = "not yet";
        var app = _builder.AddShell("app")
            .WithEnvironment("TEXT", "text")
            .WithEnvironment("NULL", (string?)null)
            .WithEnvironment("INTERPOLATED", $"{password}@{api.GetEndpoint("http")}")
            .WithEnvironment("EXPRESSION", ReferenceExpression.Create($"<{password}>"))
            .WithEnvironment("LATER", () => later)
            .WithEnvironment("ENDPOINT", api.GetEndpoint("http"))
            .WithEnvironment("PARAMETER", password)
            .WithEnvironment("CONNECTION", database)
            .WithEnvironment(context => context.EnvironmentVariables["CALLBACK"] = 42)
            .WithEnvironment(async context =>
            {
                await Task.Yield();
                context.EnvironmentVariables["ASYNC"] = context.Resource.Name;
            });
        later = "now";

        var environment = await TestModel.EnvironmentAsync(app.Resource);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["TEXT"] = "text",
                ["NULL"] = "",
                ["INTERPOLATED"] = "pw@http://localhost:5000",
                ["EXPRESSION"] = "<pw>",
                ["LATER"] = "now",
                ["ENDPOINT"] = "http://localhost:5000",
                ["PARAMETER"] = "pw",
                ["CONNECTION"] = "Host=db",
                ["CALLBACK"] = "42",
                ["ASYNC"] = "app",
            },
            environment);
    }

    [Fact]
    public async Task The_last_one_to_set_a_variable_wins()
    {
        var app = _builder.AddShell("app").WithEnvironment("A", "first").WithEnvironment("A", "second");

        Assert.Equal("second", (await TestModel.EnvironmentAsync(app.Resource))["A"]);
    }

    [Fact]
    public void What_a_variable_refers_to_is_shown_as_a_reference()
    {
        var api = _builder.AddShell("api").WithHttpEndpoint();
        var password = _builder.AddParameter("password", "pw");

        var app = _builder.AddShell("app").WithEnvironment("A", $"{password} {api.GetEndpoint("http").Property(EndpointProperty.Port)}");

        Assert.Equal([("password", "Reference"), ("api", "Reference")], TestModel.Relationships(app.Resource));
    }

    [Fact]
    public async Task Arguments_come_in_order_and_as_text()
    {
        var api = _builder.AddShell("api").WithHttpEndpoint().Allocated(5000);
        var app = _builder.AddExecutable("app", "program", ".", "one", "two words")
            .WithArgs("three")
            .WithArgs(4, _builder.AddParameter("five", "5"), api.GetEndpoint("http"))
            .WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--six={api.GetEndpoint("http").Property(EndpointProperty.Port)}")))
            .WithArgs(async context =>
            {
                await Task.Yield();
                context.Args.Add(context.Resource.Name);
            });

        Assert.Equal(
            ["one", "two words", "three", "4", "5", "http://localhost:5000", "--six=5000", "app"],
            await TestModel.ArgumentsAsync(app.Resource));
        Assert.Contains(("api", "Reference"), TestModel.Relationships(app.Resource));
    }
}
