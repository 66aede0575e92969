using Aspire.Hosting.ApplicationModel;
using Microsoft.Playwright;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The commands of a resource, clicked in the dashboard. They change the AppHost, so this test has one of its own.</summary>
public sealed class DashboardCommandsTests
{
    [ChromiumFact]
    public async Task A_click_stops_a_client_and_another_starts_it_again()
    {
        await using var appHost = await RunningAppHost.StartAsync(withDashboard: true);
        await using var browser = await DashboardBrowser.LoginAsync(appHost);
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var notifications = appHost.Application.ResourceNotifications;
        var row = browser.Row("client2");
        await Assertions.Expect(row).ToContainTextAsync("Running", DashboardBrowser.Patient);

        await row.GetByTitle("Stop").First.ClickAsync();
        await notifications.WaitForResourceAsync("client2", KnownResourceStates.TerminalStates, deadline.Token);
        await Assertions.Expect(row).Not.ToContainTextAsync("Running", DashboardBrowser.Patient);

        await row.GetByTitle("Start").First.ClickAsync();
        await notifications.WaitForResourceAsync("client2", KnownResourceStates.Running, deadline.Token);
        await Assertions.Expect(row).ToContainTextAsync("Running", DashboardBrowser.Patient);
    }
}
