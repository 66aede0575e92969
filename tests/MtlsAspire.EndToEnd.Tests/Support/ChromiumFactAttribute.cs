using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>A fact that needs a Chromium on the machine; Playwright's own is not downloaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium is null)
        {
            Skip = "needs chromium on the PATH (Debian: apt-get install chromium)";
        }
    }

    public static string? Chromium { get; } =
        new[] { "chromium", "chromium-browser", "google-chrome" }.Select(Tools.Find).FirstOrDefault(path => path is not null);
}
