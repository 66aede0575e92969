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
            [BrowserToken] = configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] ?? configuration[BrowserToken] ?? New(),
            [OtlpApiKey] = configuration[OtlpApiKey] ?? New(),
            [DashboardApiKey] = configuration[DashboardApiKey] ?? New(),
            [ResourceServiceApiKey] = configuration["ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY"] ?? configuration[ResourceServiceApiKey] ?? New(),
        });

    private static string New() => RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true);
}
