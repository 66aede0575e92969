using Microsoft.Playwright;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The incidents as a person sees them in the dashboard. Set MTLSASPIRE_SCREENSHOTS to a directory to keep the pictures.</summary>
[Collection(IncidentsAppHostGroup.Name)]
public sealed class IncidentsBrowserTests(IncidentsAppHost appHost)
{
    // The whole table at once: the dashboard draws only the rows that can be seen.
    private const int TallEnough = 2000;

    [ChromiumFact]
    public async Task Each_incident_is_a_row_whose_state_says_the_reason()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        await browser.Page.SetViewportSizeAsync(1440, TallEnough);

        foreach (var (name, state) in new[]
        {
            ("certificate-less", "certificate_missing, refused as expected"), ("expired", "certificate_expired, refused as expected"),
            ("revoked", "certificate_revoked, refused as expected"), ("untrusted", "unknown_ca, refused as expected"),
            ("missing-intermediate", "Accepted as expected"), ("visitor", "servers judged rightly"), ("incidents", "as expected"),
        })
        {
            // The dashboard takes a state for words, and writes them as such.
            await Assertions.Expect(browser.Row(name)).ToContainTextAsync(state.Replace('_', ' '), DashboardBrowser.Patient);
        }

        await browser.Page.SetViewportSizeAsync(1440, 1300);
        await browser.ScreenshotAsync("resources");
    }

    [ChromiumFact]
    public async Task The_trace_of_a_refused_handshake_has_its_reason_and_whose_certificate_it_was()
    {
        using var telemetry = appHost.Running.Telemetry();
        var span = await telemetry.WaitForSpanAsync(
            "storage", s => s is { Name: "TLS server handshake", Failed: true } && s["error.type"] == "certificate_revoked" && s["tls.client.subject"]?.StartsWith("CN=revoked,", StringComparison.Ordinal) == true);
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.Page.SetViewportSizeAsync(1440, TallEnough);
        await browser.GoToAsync($"/traces/detail/{span.TraceId}");
        await browser.Row("TLS server handshake").ClickAsync();
        foreach (var attribute in new[] { "error.type", "mtls.client.explanation", "tls.client.subject", "tls.client.not_after" })
        {
            await Assertions.Expect(browser.Row(attribute)).ToContainTextAsync(span[attribute]!, DashboardBrowser.Patient);
        }

        await browser.Page.SetViewportSizeAsync(1440, 1150);
        await browser.ScreenshotAsync("refused");
    }

    [ChromiumFact]
    public async Task The_metrics_count_handshakes_by_reason()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);
        await browser.Page.SetViewportSizeAsync(1440, 1000);

        await browser.GoToAsync("/metrics/resource/storage?meter=MtlsAspire.MutualTls&instrument=mtls.handshakes&duration=5&view=Graph");

        await Assertions.Expect(browser.Page.GetByText("certificate_revoked").First).ToBeAttachedAsync(new() { Timeout = DashboardBrowser.Timeout });
        await Assertions.Expect(browser.Page.Locator(".plot-container").First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        await browser.ScreenshotAsync("metrics");
    }
}
