using System.Security.Cryptography.X509Certificates;
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
    public async Task Clicks_issue_an_identity_and_publish_the_revocation_lists()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        var (certificate, list) = (Contents("archive.crt"), Contents("issuing-ca.crl"));

        await browser.ChooseAsync("archive", "Issue new identity", browser.Page.GetByText("\"Issue new identity\" succeeded").First);
        await browser.ChooseAsync("ca", "Publish CRL now", browser.Page.GetByText("\"Publish CRL now\" succeeded").First);

        Assert.NotEqual(certificate, Contents("archive.crt"));
        Assert.NotEqual(list, Contents("issuing-ca.crl"));
    }

    [ChromiumFact]
    public async Task Three_clicks_each_affirmed_roll_over_the_issuing_CA()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var former = Contents("issuing-ca.crt");

        foreach (var step in new[] { "Step 1 of 3", "Step 2 of 3", "Step 3 of 3" })
        {
            await browser.ChooseAsync("ca", "Roll over issuing CA", browser.Page.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }));
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }).ClickAsync();
            await Assertions.Expect(browser.Page.GetByText(step).First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        }

        Assert.DoesNotContain(former, Contents("issuing-ca.crt"), StringComparison.Ordinal);
        using var next = X509Certificate2.CreateFromPem(Contents("issuing-ca.crt"));
        await ServedCertificate.WaitAsync(appHost.Running, "storage", served => served.Issuer == next.Subject, deadline.Token);
        await Mtls.GetAsync(appHost.Running, "client1", deadline.Token);
    }

    [ChromiumFact]
    public async Task What_expires_is_shown_as_a_table()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.ChooseAsync("ca", "Show expiring", browser.Page.GetByText("certificates end within 30 days").First);

        await Assertions.Expect(browser.Row("ca-service")).ToContainTextAsync("leaf", DashboardBrowser.Patient);
        await browser.ScreenshotAsync("expiring");
    }

    private string Contents(string file) => File.ReadAllText(Path.Combine(appHost.Running.Certs, file));
}
