using Microsoft.Playwright;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>A headless Chromium in front of the dashboard.</summary>
public sealed class DashboardBrowser : IAsyncDisposable
{
    /// <summary>How long a page may take, in milliseconds; a busy machine takes its time.</summary>
    public const float Timeout = 60_000;

    private const int EffectTimeout = 10_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _dashboard;

    private DashboardBrowser(IPlaywright playwright, IBrowser browser, IPage page, Uri dashboard)
    {
        _playwright = playwright;
        _browser = browser;
        _dashboard = dashboard;
        Page = page;
    }

    public static LocatorAssertionsToContainTextOptions Patient => new() { Timeout = Timeout };

    public static LocatorAssertionsToBeVisibleOptions PatientlyVisible => new() { Timeout = Timeout };

    public IPage Page { get; }

    public static async Task<DashboardBrowser> StartAsync(RunningAppHost appHost)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 810 } });
        page.SetDefaultTimeout(Timeout);
        return new DashboardBrowser(playwright, browser, page, new Uri(appHost.DashboardLogin.GetLeftPart(UriPartial.Authority)));
    }

    public static async Task<DashboardBrowser> LoginAsync(RunningAppHost appHost)
    {
        var browser = await StartAsync(appHost);
        await browser.Page.GotoAsync(appHost.DashboardLogin.ToString());
        await browser.Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/login", StringComparison.Ordinal));
        return browser;
    }

    public Task GoToAsync(string path) => Page.GotoAsync(new Uri(_dashboard, path).ToString());

    /// <summary>The row of a table that has a cell of this text: a resource, a span, an attribute of a span.</summary>
    public ILocator Row(string text) =>
        Page.Locator("tr, fluent-data-grid-row").Filter(new() { Has = Page.GetByText(text, new() { Exact = true }) }).First;

    /// <summary>Chooses a command from the menu of a resource, until its effect is visible.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="command">The text of the command.</param>
    /// <param name="effect">What shows that it was chosen.</param>
    public async Task ChooseAsync(string resource, string command, ILocator effect)
    {
        // A table that is drawn anew, for news of a resource, may take an open menu and the click on it along.
        for (var waited = 0; waited < Timeout; waited += EffectTimeout)
        {
            try
            {
                await Row(resource).GetByTitle("Actions").ClickAsync(new() { Timeout = EffectTimeout });
                await Page.GetByRole(AriaRole.Menuitem, new() { Name = command, Exact = true }).ClickAsync(new() { Timeout = EffectTimeout });
                await Assertions.Expect(effect).ToBeVisibleAsync(new() { Timeout = EffectTimeout });
                return;
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
            {
                await RecoverAsync();
            }
        }

        await Assertions.Expect(effect).ToBeVisibleAsync(new() { Timeout = EffectTimeout });
    }

    /// <summary>Keeps a picture, where a directory for it is given.</summary>
    public async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MTLSASPIRE_SCREENSHOTS") is { Length: > 0 } directory)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>
    /// Closes a menu; or reloads the page, if that is what it asks for: the menus of dashboard 13.5.4 fail now and
    /// then, when they are drawn before their script is there ("Value cannot be null. (Parameter 'jsObjectReference')").
    /// </summary>
    private async Task RecoverAsync()
    {
        if (await Page.Locator("#blazor-error-ui").IsVisibleAsync())
        {
            await Page.ReloadAsync();
        }
        else
        {
            await Page.Keyboard.PressAsync("Escape");
        }
    }
}
