using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class ReferenceTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create();

    [Fact]
    public async Task A_reference_to_a_service_gives_service_discovery_and_plain_variables()
    {
        var source = AddService("my-api").WithHttpsEndpoint().WithHttpEndpoint().WithHttpEndpoint(name: "admin").Allocated(5001);
        var app = _builder.AddShell("app").WithReference(source);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["services__my-api__https__0"] = "https://localhost:5001",
                ["MY_API_HTTPS"] = "https://localhost:5001",
                ["services__my-api__http__0"] = "http://localhost:5002",
                ["MY_API_HTTP"] = "http://localhost:5002",
                ["services__my-api__admin__0"] = "http://localhost:5003",
                ["MY_API_ADMIN"] = "http://localhost:5003",
            },
            await TestModel.EnvironmentAsync(app.Resource));
        Assert.Equal([("my-api", "Reference")], TestModel.Relationships(app.Resource));
    }

    [Fact]
    public async Task A_reference_can_have_a_name_of_its_own_which_is_taken_as_it_is()
    {
        var source = AddService("api").WithHttpEndpoint().Allocated(5001);
        var app = _builder.AddShell("app").WithReference(source, "Back-End");

        Assert.Equal(["Back_End_HTTP", "services__Back-End__http__0"], (await TestModel.EnvironmentAsync(app.Resource)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_can_be_left_out_and_still_be_referred_to_by_itself()
    {
        var source = AddService("api").WithHttpEndpoint().WithHttpEndpoint(name: "management")
            .WithEndpoint("management", e => e.ExcludeReferenceEndpoint = true).Allocated(5001);
        var all = _builder.AddShell("all").WithReference(source);
        var one = _builder.AddShell("one").WithReference(source.GetEndpoint("management"));

        Assert.Equal(["API_HTTP", "services__api__http__0"], (await TestModel.EnvironmentAsync(all.Resource)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal("http://localhost:5002", (await TestModel.EnvironmentAsync(one.Resource))["services__api__management__0"]);
        Assert.Equal([("api", "Reference")], TestModel.Relationships(one.Resource));
    }

    [Fact]
    public async Task Two_services_under_one_name_are_numbered()
    {
        var first = AddService("first").WithHttpEndpoint().Allocated(5001);
        var second = AddService("second").WithHttpEndpoint().Allocated(5002);
        var app = _builder.AddShell("app").WithReference(first, "api").WithReference(second, "api");

        var environment = await TestModel.EnvironmentAsync(app.Resource);

        Assert.Equal("http://localhost:5001", environment["services__api__http__0"]);
        Assert.Equal("http://localhost:5002", environment["services__api__http__1"]);
    }

    [Fact]
    public async Task A_service_elsewhere_is_referred_to_by_its_URL()
    {
        var app = _builder.AddShell("app").WithReference("git-hub", new Uri("https://api.github.com/v3/"));

        Assert.Equal(
            new Dictionary<string, string?> { ["services__git-hub__default__0"] = "https://api.github.com/v3/", ["git_hub"] = "https://api.github.com/v3/" },
            await TestModel.EnvironmentAsync(app.Resource));
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("https://host/?a=b")]
    [InlineData("https://host/#a")]
    public void A_URL_that_cannot_be_the_base_of_others_is_refused(string url)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => _builder.AddShell("app").WithReference("api", new Uri(url, UriKind.RelativeOrAbsolute)));

        Assert.Contains($"'{url}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_has_the_name_of_its_resource_or_of_the_reference_or_its_own_variable()
    {
        var server = _builder.AddParameter("server", "db1");
        var plain = _builder.AddConnectionString("plain", ReferenceExpression.Create($"Host={server}"));
        var built = _builder.AddConnectionString("built", b => b.AppendLiteral("Host=db2"));
        var own = TestModel.Create(("ConnectionStrings:own", "Host=db3")).AddConnectionString("own", "OWN_VARIABLE");
        var app = _builder.AddShell("app").WithReference(plain).WithReference(built, "other").WithReference(own);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings__plain"] = "Host=db1",
                ["ConnectionStrings__other"] = "Host=db2",
                ["OWN_VARIABLE"] = "Host=db3",
            },
            await TestModel.EnvironmentAsync(app.Resource));
    }

    [Fact]
    public async Task An_empty_connection_string_is_an_error_unless_it_is_optional()
    {
        var nothing = _builder.AddConnectionString("nothing", ReferenceExpression.Empty);
        var strict = _builder.AddShell("strict").WithReference(nothing);
        var lax = _builder.AddShell("lax").WithReference(nothing, optional: true);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => TestModel.EnvironmentAsync(strict.Resource));

        Assert.Contains("'nothing'", exception.Message, StringComparison.Ordinal);
        Assert.Null((await TestModel.EnvironmentAsync(lax.Resource))["ConnectionStrings__nothing"]);
    }

    private IResourceBuilder<ProjectResource> AddService(string name) => _builder.AddResource(new ProjectResource(name));
}
