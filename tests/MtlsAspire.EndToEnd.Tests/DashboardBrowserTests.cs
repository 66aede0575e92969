using Microsoft.Playwright;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The dashboard as a person sees it, in a real browser. Set MTLSASPIRE_SCREENSHOTS to a directory to keep the pictures.</summary>
[Collection(SharedAppHostGroup.Name)]
public sealed class DashboardBrowserTests(SharedAppHost appHost)
{
    [ChromiumFact]
    public async Task All_resources_are_shown_with_their_states()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        foreach (var (name, state) in new[] { ("ca", "Running"), ("storage", "Running"), ("processing", "Running"), ("archive", "Running"), ("client1", "Running"), ("client2", "Running"), ("pki", "Finished") })
        {
            await Assertions.Expect(browser.Row(name)).ToContainTextAsync(state, DashboardBrowser.Patient);
        }
    }

    [ChromiumFact]
    public async Task A_trace_shows_whose_certificate_the_request_came_with()
    {
        using var telemetry = appHost.Running.Telemetry();
        var span = await telemetry.WaitForSpanAsync(
            "storage", s => s["http.route"] == "/whoami" && s.ParentSpanId is not null && s["tls.client.subject"]?.Contains("CN=client1", StringComparison.Ordinal) == true);
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.GoToAsync($"/traces/detail/{span.TraceId}");
        await browser.Row("GET /whoami").ClickAsync();
        foreach (var attribute in new[] { "tls.client.subject", "tls.client.issuer", "tls.client.not_after" })
        {
            await Assertions.Expect(browser.Row(attribute)).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
            await Assertions.Expect(browser.Row(attribute)).ToContainTextAsync(span[attribute]!, DashboardBrowser.Patient);
        }

        // For the picture: only what it is about.
        await browser.Page.GetByPlaceholder("Filter...").Last.FillAsync("tls.");
        await Assertions.Expect(browser.Row("SpanId")).ToHaveCountAsync(0, new() { Timeout = DashboardBrowser.Timeout });
        await browser.ScreenshotAsync("trace");
    }

    [ChromiumFact]
    public async Task One_trace_goes_through_both_boxes_with_the_locks_as_events()
    {
        using var telemetry = appHost.Running.Telemetry();
        var span = await telemetry.WaitForSpanAsync("processing", s => s.Name == "POST /runs" && s["http.response.status_code"] == "201");
        await telemetry.WaitForTraceAsync(span.TraceId, spans => spans.Any(s => s is { Resource: "storage", Name: "GET /items/{name}" }) && spans.Any(s => s.Resource == "client2"));
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.GoToAsync($"/traces/detail/{span.TraceId}");
        await Assertions.Expect(browser.Row("GET /items/{name}")).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        await browser.Row("GET /items/{name}").ClickAsync();
        await Assertions.Expect(browser.Page.GetByText("lock opened").First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
        await browser.Page.GetByText("lock opened").First.ScrollIntoViewIfNeededAsync();

        await browser.ScreenshotAsync("boxes");
    }

    [ChromiumFact]
    public async Task Console_logs_are_live()
    {
        await using var browser = await DashboardBrowser.LoginAsync(appHost.Running);

        await browser.GoToAsync("/consolelogs/resource/client1");

        await Assertions.Expect(browser.Page.GetByText("Hello, client1! Client verified").First).ToBeVisibleAsync(DashboardBrowser.PatientlyVisible);
    }

    [ChromiumFact]
    public async Task Without_the_token_nothing_is_shown()
    {
        await using var browser = await DashboardBrowser.StartAsync(appHost.Running);

        await browser.GoToAsync("/");

        await browser.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/login");
        await Assertions.Expect(browser.Row("storage")).ToHaveCountAsync(0);
    }
}
