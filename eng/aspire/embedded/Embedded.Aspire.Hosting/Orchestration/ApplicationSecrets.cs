using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>The keys between AppHost, dashboard, resources and the user's browser: configured, else made anew for each run.</summary>
internal static class ApplicationSecrets
{
    public const string BrowserToken = "AppHost:BrowserToken";
    public const string OtlpApiKey = "AppHost:OtlpApiKey";
    public const string DashboardApiKey = "AppHost:DashboardApiKey";
    public const string ResourceServiceApiKey = "AppHost:ResourceService:ApiKey";

    private const int Bytes = 16;

    public static void EnsureIn(IConfigurationManager configuration) =>
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [BrowserToken] = ConfiguredOrNew(configuration, "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", BrowserToken),
            [OtlpApiKey] = ConfiguredOrNew(configuration, OtlpApiKey),
            [DashboardApiKey] = ConfiguredOrNew(configuration, DashboardApiKey),
            [ResourceServiceApiKey] = ConfiguredOrNew(configuration, "ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY", ResourceServiceApiKey),
        });

    // An empty key would be none.
    private static string ConfiguredOrNew(IConfiguration configuration, params IEnumerable<string> keys) =>
        keys.Select(key => configuration[key]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
        ?? RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true);
}
