using Aspire.Hosting.ApplicationModel;
using Microsoft.Playwright;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The commands of a resource, clicked in the dashboard.</summary>
[Collection(OperatedAppHostGroup.Name)]
public sealed class DashboardCommandsTests(OperatedAppHost appHost)
{
    [ChromiumFact]
    public async Task A_click_stops_a_client_and_another_starts_it_again()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var notifications = appHost.Running.Application.ResourceNotifications;
        var row = browser.Row("client2");
        await Assertions.Expect(row).ToContainTextAsync("Running", DashboardBrowser.Patient);

        await row.GetByTitle("Stop").First.ClickAsync();
        await notifications.WaitForResourceAsync("client2", KnownResourceStates.TerminalStates, deadline.Token);
        await Assertions.Expect(row).Not.ToContainTextAsync("Running", DashboardBrowser.Patient);

        await row.GetByTitle("Start").First.ClickAsync();
        await notifications.WaitForResourceAsync("client2", KnownResourceStates.Running, deadline.Token);
        await Assertions.Expect(row).ToContainTextAsync("Running", DashboardBrowser.Patient);
    }

    [ChromiumFact]
    public async Task A_certificate_is_revoked_once_the_question_is_affirmed_and_renewed_by_another_click()
    {
        using var telemetry = appHost.Running.Telemetry();
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        var start = DateTimeOffset.UtcNow;

        await browser.ChooseAsync("client2", "Revoke certificate", browser.Page.GetByText("Revoke the certificate of client2? That is final"));
        await browser.ScreenshotAsync("revoke");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByText("\"Revoke certificate\" succeeded").First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        await telemetry.WaitForSpanAsync(
            "client2", s => s is { Name: "poll server", Failed: true } && s.StartedAt > start && s.StatusMessage!.Contains("certificate_revoked", StringComparison.Ordinal));

        var renewal = DateTimeOffset.UtcNow;
        await browser.ChooseAsync("client2", "Renew certificate", browser.Page.GetByText("\"Renew certificate\" succeeded").First);
        await telemetry.WaitForSpanAsync("client2", s => s is { Name: "poll server", Failed: false } && s.StartedAt > renewal);
    }

    [ChromiumFact]
    public async Task What_expires_is_shown_as_a_table()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.ChooseAsync("ca", "Show expiring", browser.Page.GetByText("certificates end within 30 days").First);

        await Assertions.Expect(browser.Row("ca-service")).ToContainTextAsync("leaf", DashboardBrowser.Patient);
        await browser.ScreenshotAsync("expiring");
    }
}
