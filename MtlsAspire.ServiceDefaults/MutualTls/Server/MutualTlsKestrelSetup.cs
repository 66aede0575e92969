using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>Has Kestrel speak mutual TLS on its https addresses, and leaves the others plain.</summary>
internal sealed class MutualTlsKestrelSetup(
    IConfiguration configuration, MutualTlsOptions options, ServerPort port, ServerHandshake handshake, HandshakeExceptions exceptions, ILoggerFactory loggers)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        var addresses = new HttpsAddresses(configuration[WebHostDefaults.ServerUrlsKey] ?? "");
        var modes = new HandshakeModes(options);
        // Not among the services' logger providers: these an application may clear.
        loggers.AddProvider(exceptions);
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            if (!addresses.Contains(endpoint.EndPoint)) return;

            var mode = modes.Of(endpoint.EndPoint);
            endpoint.Use(next => port.Enclose(next, mode));
            // Not HttpsConnectionAdapterOptions: there, nobody is told of a missing certificate.
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = handshake.Begin,
                HandshakeTimeout = options.HandshakeTimeout,
            });
            // Comes after TLS, before HTTP: the handshake is done, no request has been read.
            endpoint.Use(next => connection =>
            {
                handshake.Complete(connection);
                port.Leave(connection, connection.Features.GetRequiredFeature<PeerCertificateFeature>());
                return next(connection);
            });
        });
    }
}
