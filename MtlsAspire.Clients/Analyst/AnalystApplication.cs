using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Clients.Analyst;

/// <summary>The analyst: has data processed, and believes no result whose seal does not prove where it comes from.</summary>
public static class AnalystApplication
{
    /// <summary>Puts the analyst together.</summary>
    /// <param name="args">The command line; settings like <c>--Client:Interval=00:00:05</c>.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <returns>The analyst, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure = null) =>
        ClientApplication.Create(args, "processing", builder =>
        {
            builder.Services.AddSingleton<SealVerifier>();
            builder.Services.AddSingleton<IBoxWork, AnalysisWork>();
            configure?.Invoke(builder);
        });
}
