using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Has Kestrel speak mutual TLS on its https addresses, and leaves the others plain.</summary>
internal sealed class MutualTlsKestrelSetup(IConfiguration configuration, ServerHandshake handshake)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        var addresses = new HttpsAddresses(configuration[WebHostDefaults.ServerUrlsKey] ?? "");
        options.ConfigureEndpointDefaults(endpoint =>
        {
            if (!addresses.Contains(endpoint.EndPoint)) return;

            // Not HttpsConnectionAdapterOptions: there, nobody is told of a missing certificate.
            endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake.Begin });
            // Comes after TLS, before HTTP: the handshake is done, no request has been read.
            endpoint.Use(next => connection =>
            {
                handshake.Complete(connection);
                return next(connection);
            });
        });
    }
}
