using System.Net;
using Aspire.Hosting;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dashboard;
using Embedded.Aspire.Tests.Dcp;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class DashboardRunTests
{
    [DashboardFact]
    public async Task The_dashboard_runs_with_the_application_and_lets_nobody_in_without_a_key()
    {
        var builder = DistributedApplication.CreateBuilder(["--ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true"]);
        builder.Configuration["ASPIRE_DCP_PATH"] = Path.GetDirectoryName(InstalledRuntime.DcpPath);
        builder.Configuration["ASPIRE_DASHBOARD_PATH"] = DashboardProgram.InstalledPath;
        builder.Configuration["DcpPublisher:RandomizePorts"] = "true";
        builder.AddShell("app");
        int process;
        await using (var app = builder.Build())
        {
            await app.StartAsync(ObservableModel.Soon);
            var dashboard = (await app.ResourceNotifications.WaitForResourceHealthyAsync("aspire-dashboard", ObservableModel.Soon)).Snapshot;
            process = dashboard.Pid();
            var url = new Uri(dashboard.Urls.Single(u => u.Name == "http").Url);
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler) { BaseAddress = url };

            Assert.True(dashboard.IsHidden);
            Assert.Equal($"?t={builder.Configuration["AppHost:BrowserToken"]}", url.Query);
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync("/"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/telemetry/resources"));
            http.DefaultRequestHeaders.Add("x-api-key", builder.Configuration["AppHost:DashboardApiKey"]);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/telemetry/resources"));

            async Task<HttpStatusCode> StatusAsync(string path)
            {
                using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ObservableModel.Soon);
                return response.StatusCode;
            }
        }

        Assert.False(Eventually.IsRunning(process));
    }

    [DcpFact]
    public async Task A_busy_port_of_the_resource_service_is_told_in_one_sentence()
    {
        using var other = TestProcesses.Occupy(out var port);
        var builder = DistributedApplication.CreateBuilder([$"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://127.0.0.1:{port}"]);
        builder.Configuration["ASPIRE_DCP_PATH"] = Path.GetDirectoryName(InstalledRuntime.DcpPath);
        builder.Configuration["ASPIRE_DASHBOARD_PATH"] = typeof(DashboardRunTests).Assembly.Location;
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync(ObservableModel.Soon));

        Assert.StartsWith($"The resource service cannot listen on 'http://127.0.0.1:{port}/'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
