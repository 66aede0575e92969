using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;
using Microsoft.Extensions.Hosting;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class TestingLibraryTests
{
    private static readonly Action<DistributedApplicationOptions, HostApplicationBuilderSettings> NoChange = (_, _) => { };

    [DcpFact]
    public async Task An_AppHost_runs_under_test_on_free_ports_and_is_gone_afterwards()
    {
        int process;
        await using (var builder = await CreateAsync(nameof(TestedAppHost.Usual), "--Parameters:greeting=hello"))
        {
            builder.Configuration["ASPIRE_DCP_PATH"] = Path.GetDirectoryName(InstalledRuntime.DcpPath);
            await using var app = await builder.BuildAsync(ObservableModel.Soon);
            Assert.Throws<InvalidOperationException>(() => app.GetEndpoint("app"));
            await app.StartAsync(ObservableModel.Soon);
            var snapshot = (await app.ResourceNotifications.WaitForResourceHealthyAsync("app", ObservableModel.Soon)).Snapshot;

            process = snapshot.Pid();
            Assert.Equal("hello", snapshot.Variable("GREETING"));
            Assert.NotEqual(80, app.GetEndpoint("app").Port);
            using var client = app.CreateHttpClient("app", "http");
            Assert.Equal(app.GetEndpoint("app"), client.BaseAddress);
            Assert.Throws<ArgumentException>(() => app.GetEndpoint("app", "grpc"));
            Assert.Throws<ArgumentException>(() => app.GetEndpoint("nobody"));
            Assert.True(Eventually.IsRunning(process));
        }

        Assert.False(Eventually.IsRunning(process));
    }

    [Fact]
    public async Task The_model_can_be_seen_and_changed_before_it_is_built()
    {
        await using var builder = await CreateAsync(nameof(TestedAppHost.Usual), "--Parameters:greeting=hello");
        builder.AddParameter("added", "by the test");

        await using var app = await builder.BuildAsync(ObservableModel.Soon);

        var model = (DistributedApplicationModel)app.Services.GetService(typeof(DistributedApplicationModel))!;
        Assert.Equal(["app", "greeting", "added"], model.Resources.Select(r => r.Name));
    }

    [Fact]
    public async Task An_AppHost_under_test_has_no_dashboard_unless_the_test_wants_it()
    {
        var options = new List<DistributedApplicationOptions>();

        await using var builder = await CreateAsync(nameof(TestedAppHost.Usual), (o, _) => options.Add(o));

        Assert.True(Assert.Single(options).DisableDashboard);
        Assert.True(options[0].EnableResourceLogging);
        Assert.Equal("true", builder.Configuration["DcpPublisher:RandomizePorts"]);
    }

    [Fact]
    public async Task What_the_test_sets_comes_before_the_defaults()
    {
        await using var builder = await CreateAsync(nameof(TestedAppHost.Usual), "--DcpPublisher:RandomizePorts=false", "--ASPNETCORE_URLS=http://localhost:1");

        Assert.Equal("false", builder.Configuration["DcpPublisher:RandomizePorts"]);
        Assert.Equal("http://localhost:1", builder.Configuration["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task A_builder_that_is_not_used_lets_Main_end()
    {
        var builder = await CreateAsync(nameof(TestedAppHost.Usual));

        await builder.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.BuildAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task What_Main_throws_reaches_the_test()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync(nameof(TestedAppHost.Failing)));

        Assert.Equal(TestedAppHost.Problem, exception.Message);
    }

    [Theory]
    [InlineData(nameof(TestedAppHost.Idle), "ended without building a distributed application")]
    [InlineData("There is no Main", "does not have an entry point")]
    public async Task An_assembly_that_is_no_AppHost_is_said_so(string main, string problem)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync(main));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(string main, params string[] args) => CreateAsync(main, NoChange, args);

    private static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        string main, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure, params string[] args)
    {
        var run = new EntryPointRun(new TestedAppHost(main), args, configure);
        return new TestingBuilder(run, await run.StartAsync(ObservableModel.Soon));
    }
}
