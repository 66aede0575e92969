using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>A process that plays scenarios without end: a host with one worker.</summary>
public static class ScenarioApplication
{
    /// <summary>Puts it together.</summary>
    /// <param name="args">The command line; settings like <c>--Client:Interval=00:00:05</c>.</param>
    /// <param name="calls">Finds the calls of a round in the configuration.</param>
    /// <param name="showCertificate">Tells by the configuration whether the certificate is shown.</param>
    /// <param name="output">Where it says what became of the calls; <c>null</c> for the console.</param>
    /// <returns>The application, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing or malformed.</exception>
    public static IHost Create(
        string[] args,
        Func<IConfiguration, IReadOnlyList<ScenarioCall>> calls,
        Func<IConfiguration, bool>? showCertificate = null,
        TextWriter? output = null)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var builder = Host.CreateApplicationBuilder(args);
        // The console is for what becomes of the calls; everything else goes the way of telemetry.
        builder.Configuration["Logging:Console:LogLevel:Default"] = "Error";
        builder.AddServiceDefaults();
        var options = ClientOptions.Read(builder.Configuration);
        var round = calls(builder.Configuration);
        builder.AddScenarioClient(showCertificate?.Invoke(builder.Configuration) ?? true);
        builder.Services.AddHostedService(services => new ScenarioWorker(
            services.GetRequiredService<ScenarioClient>(), round, options, services.GetRequiredService<TimeProvider>(), output ?? Console.Out));
        return builder.Build();
    }
}
