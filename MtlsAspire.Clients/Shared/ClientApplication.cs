using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients;

/// <summary>A client of a box: a host with one worker.</summary>
public static class ClientApplication
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Puts the client together.</summary>
    /// <param name="args">The command line; settings like <c>--Client:Interval=00:00:05</c>.</param>
    /// <param name="box">The name of the box, as its resource is called.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <returns>The client, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static IHost Create(string[] args, string box, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddServiceDefaults();
        builder.AddMutualTls();
        builder.Services.AddSingleton(ClientOptions.Read(builder.Configuration));

        var address = ServiceAddress.OfHttps(builder.Configuration, box);
        builder.Services
            .AddHttpClient<BoxClient>(http =>
            {
                http.BaseAddress = address;
                http.Timeout = RequestTimeout;
                http.DefaultRequestVersion = System.Net.HttpVersion.Version20;
            })
            .AddMutualTls();
        builder.Services.AddHostedService<PollingWorker>();
        configure?.Invoke(builder);
        return builder.Build();
    }
}
