using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Comparison.Servers;

/// <summary>
/// Kestrel as it comes, at its cheapest: a chain policy of the platform, no revocation, no telemetry, no authorization. What
/// ours costs beyond it is what our checks cost; what it costs beyond nginx is the price of the platform.
/// </summary>
internal static class PlainKestrelService
{
    public static async Task<int> RunAsync(string certs, int port)
    {
        var leaf = X509Certificate2.CreateFromPemFile(Path.Combine(certs, "server.crt"), Path.Combine(certs, "server.key"));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Path.Combine(certs, "server.crt"));
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(Path.Combine(certs, "ca.crt"));
        policy.ExtraStore.ImportFromPemFile(Path.Combine(certs, "issuing-ca.crt"));

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.UseHttps(https =>
        {
            https.ServerCertificate = leaf;
            https.ServerCertificateChain = chain;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.OnAuthenticate = (_, options) => options.CertificateChainPolicy = policy;
        })));
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/", () => TypedResults.Text("Hello, client1!\n"));
        await app.RunAsync();
        return 0;
    }
}
