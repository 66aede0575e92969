using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class LaunchProfileTests : IDisposable
{
    private const string Settings = """
        {
          // comments and trailing commas are usual in this file
          "profiles": {
            "IIS": { "commandName": "IISExpress" },
            "http": {
              "commandName": "Project",
              "applicationUrl": "http://localhost:5100",
              "environmentVariables": { "FROM_PROFILE": "http" },
              "commandLineArgs": "--profile \"two words\"",
            },
            "both": {
              "commandName": "Project",
              "applicationUrl": "https://0.0.0.0:5101;http://localhost:5102;http://localhost:5103",
              "launchUrl": "swagger",
              "environmentVariables": { "FROM_PROFILE": "both" },
            },
          },
        }
        """;

    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("launch-profile-test-");

    public void Dispose() => _project.Delete(recursive: true);

    [Fact]
    public async Task The_first_profile_that_starts_the_project_gives_endpoints_variables_and_arguments()
    {
        var web = AddProject(TestModel.Create()).WithArgs("own").Allocated(5100);

        var endpoint = Assert.Single(web.Resource.Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(("http", 5100, true), (endpoint.Name, endpoint.Port, endpoint.IsProxied));
        var environment = await TestModel.EnvironmentAsync(web.Resource);
        Assert.Equal(("http", "http"), (environment["DOTNET_LAUNCH_PROFILE"], environment["FROM_PROFILE"]));
        Assert.Equal("http://localhost:{{- portForServing \"web\" -}}", environment["ASPNETCORE_URLS"]);
        Assert.Equal(["--profile", "two words", "own"], (await TestModel.ArgumentsAsync(web.Resource)).SkipWhile(a => a != "--profile"));
    }

    [Fact]
    public async Task A_profile_can_be_named_and_its_URLs_become_endpoints_named_by_scheme()
    {
        var web = AddProject(TestModel.Create(), options => options.LaunchProfileName = "both").Allocated(5101);

        Assert.Equal(["https", "http", "http2"], web.Resource.GetEndpoints().Select(e => e.EndpointName));
        var environment = await TestModel.EnvironmentAsync(web.Resource);
        Assert.Equal(
            "https://0.0.0.0:{{- portForServing \"web-https\" -}};http://localhost:{{- portForServing \"web-http\" -}};http://localhost:{{- portForServing \"web-http2\" -}}",
            environment["ASPNETCORE_URLS"]);
        Assert.Equal("5101", environment["ASPNETCORE_HTTPS_PORT"]);
    }

    [Theory]
    [InlineData("DOTNET_LAUNCH_PROFILE", "both")]
    [InlineData("AppHost:DefaultLaunchProfileName", "both")]
    [InlineData("DOTNET_LAUNCH_PROFILE", "unknown to the project", "http")]
    public async Task The_profile_of_the_AppHost_is_preferred_where_the_project_has_it(string key, string value, string? expected = null)
    {
        var web = AddProject(TestModel.Create((key, value))).Allocated(5100);

        Assert.Equal(expected ?? value, (await TestModel.EnvironmentAsync(web.Resource))["FROM_PROFILE"]);
    }

    [Fact]
    public async Task What_the_AppHost_sets_itself_comes_before_the_profile()
    {
        var builder = TestModel.Create();
        var web = AddProject(builder).WithEnvironment("FROM_PROFILE", "AppHost").WithEnvironment("ASPNETCORE_URLS", "http://*:1").Allocated(5100);

        var environment = await TestModel.EnvironmentAsync(web.Resource);

        Assert.Equal(("AppHost", "http://*:1"), (environment["FROM_PROFILE"], environment["ASPNETCORE_URLS"]));
    }

    [Fact]
    public async Task The_profile_can_be_left_out()
    {
        var builder = TestModel.Create();
        Write();
        var web = builder.AddProject("web", Path.Combine(_project.FullName, "Web.csproj"), launchProfileName: null);

        Assert.Empty(web.Resource.GetEndpoints());
        Assert.DoesNotContain("DOTNET_LAUNCH_PROFILE", (await TestModel.EnvironmentAsync(web.Resource)).Keys);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_an_error_that_names_it()
    {
        var exception = Assert.Throws<DistributedApplicationException>(() => AddProject(TestModel.Create(), options => options.LaunchProfileName = "prod"));

        Assert.Equal("Launch settings of project 'web' do not contain a profile named 'prod'.", exception.Message);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_an_error_that_names_it()
    {
        var exception = Assert.Throws<DistributedApplicationException>(() => AddProject(TestModel.Create(), settings: "{ profiles"));

        Assert.Contains(Path.Combine("Properties", "launchSettings.json"), exception.Message, StringComparison.Ordinal);
    }

    private IResourceBuilder<ProjectResource> AddProject(
        IDistributedApplicationBuilder builder, Action<ProjectResourceOptions>? configure = null, string settings = Settings)
    {
        Write(settings);
        return builder.AddProject("web", Path.Combine(_project.FullName, "Web.csproj"), configure ?? (_ => { }));
    }

    private void Write(string settings = Settings)
    {
        var properties = _project.CreateSubdirectory("Properties");
        File.WriteAllText(Path.Combine(properties.FullName, "launchSettings.json"), settings);
    }
}
