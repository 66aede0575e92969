using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>Makes clients with the identities of a certificate directory, several in one process.</summary>
internal static class ScenarioHost
{
    /// <summary>Makes a client; it is disposed of with the host.</summary>
    /// <param name="certs">The directory of the certificates.</param>
    /// <param name="identity">The name of the identity.</param>
    /// <param name="showCertificate">Whether it shows its certificate.</param>
    /// <param name="client">The client.</param>
    public static IHost Create(string certs, string identity, bool showCertificate, out ScenarioClient client)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(IdentitySettings.Of(certs, identity));
        builder.AddScenarioClient(showCertificate);
        var host = builder.Build();
        client = host.Services.GetRequiredService<ScenarioClient>();
        return host;
    }
}
