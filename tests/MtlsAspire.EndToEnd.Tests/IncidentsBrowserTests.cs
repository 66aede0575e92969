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
            ("certificate-less", "Refused as expected: certificate_missing"), ("expired", "Refused as expected: certificate_expired"),
            ("revoked", "Refused as expected: certificate_revoked"), ("untrusted", "Refused as expected: unknown_ca"),
            ("missing-intermediate", "Accepted as expected"), ("visitor", "As expected: 7 servers judged rightly"), ("incidents", "as expected"),
        })
        {
            await Assertions.Expect(browser.Row(name)).ToContainTextAsync(state, DashboardBrowser.Patient);
        }

        await browser.ScreenshotAsync("resources");
    }

    [ChromiumFact]
    public async Task The_trace_of_a_refused_handshake_has_its_reason_and_whose_certificate_it_was()
    {
        using var telemetry = appHost.Running.Telemetry();
        var span = await telemetry.WaitForSpanAsync(
            "storage", s => s is { Name: "TLS server handshake", Failed: true } && s["error.type"] == "certificate_revoked" && s["tls.client.subject"]?.StartsWith("CN=revoked,", StringComparison.Ordinal) == true);
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.GoToAsync($"/traces/detail/{span.TraceId}");
        await browser.Row("TLS server handshake").ClickAsync();
        foreach (var attribute in new[] { "error.type", "mtls.client.explanation", "tls.client.subject", "tls.client.not_after" })
        {
            await Assertions.Expect(browser.Row(attribute)).ToContainTextAsync(span[attribute]!, DashboardBrowser.Patient);
        }

        await browser.ScreenshotAsync("refused");
    }

    [ChromiumFact]
    public async Task The_metrics_count_handshakes_by_reason()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.GoToAsync("/metrics/resource/storage?meter=MtlsAspire.MutualTls&instrument=mtls.handshakes&duration=5&view=Graph");

        await Assertions.Expect(browser.Page.GetByText("error.type").First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        await browser.ScreenshotAsync("metrics");
    }
}
