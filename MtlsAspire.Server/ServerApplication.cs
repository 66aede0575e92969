using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Endpoints;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server;

/// <summary>
/// The server: mutual TLS on its https addresses, health on its plain http ones; and whatever box the configuration makes of it.
/// </summary>
public static class ServerApplication
{
    private const string DefaultUrl = "https://localhost:8443";

    /// <summary>Puts the server together.</summary>
    /// <param name="args">The command line; settings like <c>--urls=https://localhost:9443</c>.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <returns>The server, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Slim: starts in a fraction of the time; mutual TLS brings the HTTPS support that it leaves out.
        var builder = WebApplication.CreateSlimBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        var box = builder.AddBox();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        var secured = app.MapGroup("").OnHttpsOnly();
        // Answers refused clients too, in its own words.
        secured.MapGet("/", Greeting.AnswerAsync).AllowAnonymous();
        secured.MapGet("/whoami", WhoAmI.AnswerAsync).RequireAuthorization();
        app.MapBox(secured, box);
        return app;
    }
}
