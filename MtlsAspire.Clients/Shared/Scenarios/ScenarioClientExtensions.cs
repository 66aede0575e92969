using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>Sets up clients of scenarios.</summary>
public static class ScenarioClientExtensions
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds a <see cref="ScenarioClient"/> with the identity and the trust of the configuration section "MutualTls". An
    /// identity that cannot be used is no error here: it is what such a client tells of every call.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="showCertificate">Whether it shows its certificate.</param>
    /// <returns>The same builder.</returns>
    public static HostApplicationBuilder AddScenarioClient(this HostApplicationBuilder builder, bool showCertificate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        try
        {
            builder.Configuration[$"{MutualTlsOptions.SectionName}:{nameof(MutualTlsOptions.AllowUnusableCertificate)}"] = bool.TrueString;
            builder.AddMutualTls();
        }
        catch (ConfigurationException exception)
        {
            builder.Services.AddSingleton(services => new ScenarioClient(exception.Message, services.GetRequiredService<TimeProvider>()));
            return builder;
        }

        builder.Services
            .AddHttpClient(ScenarioClient.HttpClientName, http => http.Timeout = RequestTimeout)
            .AddMutualTls(options => options.ShowCertificate = showCertificate);
        builder.Services.AddSingleton(services => new ScenarioClient(
            services.GetRequiredService<IHttpClientFactory>().CreateClient(ScenarioClient.HttpClientName), services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
