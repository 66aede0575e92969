using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Rogue;

/// <summary>A server with a defect, that would answer anybody: a good client does not let it come to that.</summary>
public static class RogueApplication
{
    /// <summary>Puts the server together.</summary>
    /// <param name="args">The command line; settings like <c>--MutualTls:Certificate=certs/rogue-expired.crt</c>.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <returns>The server, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration[$"{MutualTlsOptions.SectionName}:{nameof(MutualTlsOptions.AllowUnusableCertificate)}"] = bool.TrueString;
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapGet("/", () => "Welcome, whoever you are.").AllowAnonymous();
        return app;
    }
}
