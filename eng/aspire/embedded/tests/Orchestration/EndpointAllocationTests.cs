using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class EndpointAllocationTests
{
    [DcpFact]
    public async Task Variables_that_refer_to_endpoints_hold_real_ports()
    {
        await using var app = await RunningApplication.StartAsync(b =>
        {
            var api = b.AddShell("api").WithHttpEndpoint(env: "PORT").WithHttpEndpoint(name: "admin", env: "ADMIN_PORT");
            b.AddShell("client").WithEnvironment("API", api.GetEndpoint("http"))
                .WithEnvironment("ADMIN", $"{api.GetEndpoint("admin").Property(EndpointProperty.HostAndPort)}");
        });

        var api = (await app.ReachesAsync("api", KnownResourceStates.Running)).Snapshot;
        var client = (await app.ReachesAsync("client", KnownResourceStates.Running)).Snapshot;

        var urls = api.Urls.ToDictionary(u => u.Name!, u => new Uri(u.Url));
        Assert.Equal(urls["http"], new Uri(client.Variable("API")!));
        Assert.Equal(urls["admin"].Authority, client.Variable("ADMIN"));
        int[] ports = [urls["http"].Port, urls["admin"].Port, Number(api.Variable("PORT")), Number(api.Variable("ADMIN_PORT"))];
        Assert.All(ports, port => Assert.InRange(port, 1, 65535));
        Assert.Equal(4, ports.Distinct().Count());

        static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);
    }

    [DcpFact]
    public async Task A_link_is_active_while_the_process_behind_it_runs()
    {
        await using var app = await RunningApplication.StartAsync(b => b.AddShell("api").WithHttpEndpoint(env: "PORT"));

        await app.Notifications.WaitForResourceAsync("api", e => e.Snapshot.Urls is [{ IsInactive: false }], ObservableModel.Soon);
        await app.CommandAsync("api", "stop");

        await app.Notifications.WaitForResourceAsync("api", e => e.Snapshot.Urls is [{ IsInactive: true }], ObservableModel.Soon);
    }

    [DcpFact]
    public async Task A_fixed_port_that_is_busy_is_told_in_one_sentence()
    {
        using var other = TestProcesses.Occupy(out var port);
        await using var app = RunningApplication.Build(b => b.AddShell("api").WithHttpEndpoint(port: port));

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.App.StartAsync(ObservableModel.Soon));

        Assert.StartsWith($"Port {port} of service 'api' is in use by another process.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [DcpFact]
    public async Task Random_ports_replace_fixed_ones_where_they_are_wanted()
    {
        using var other = TestProcesses.Occupy(out var port);
        await using var app = await RunningApplication.StartAsync(b =>
        {
            b.Configuration["DcpPublisher:RandomizePorts"] = "true";
            b.AddShell("api").WithHttpEndpoint(port: port);
        });

        var url = new Uri((await app.ReachesAsync("api", KnownResourceStates.Running)).Snapshot.Urls.Single().Url);

        Assert.NotEqual(port, url.Port);
    }

    [DcpFact]
    public async Task Ports_that_cannot_work_are_told()
    {
        await using var same = RunningApplication.Build(b => b.AddShell("api").WithHttpEndpoint(port: 5999, targetPort: 5999));
        await using var none = RunningApplication.Build(b => b.AddShell("api").WithHttpEndpoint(isProxied: false));

        Assert.Contains("cannot listen on that port too", (await Assert.ThrowsAsync<DistributedApplicationException>(() => same.App.StartAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("needs a fixed port", (await Assert.ThrowsAsync<DistributedApplicationException>(() => none.App.StartAsync())).Message, StringComparison.Ordinal);
    }
}
