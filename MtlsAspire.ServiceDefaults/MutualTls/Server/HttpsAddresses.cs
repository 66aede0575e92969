using System.Net;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// Tells which of the addresses that a server is to listen on are https: Kestrel applies its endpoint defaults to all
/// alike, and does not say.
/// </summary>
internal sealed class HttpsAddresses
{
    private readonly HashSet<IPEndPoint> _https = [];

    /// <param name="urls">The server's URLs, separated by semicolons (<c>ASPNETCORE_URLS</c>).</param>
    /// <exception cref="ConfigurationException">A URL is malformed, or http and https share an address.</exception>
    public HttpsAddresses(string urls)
    {
        var http = new HashSet<IPEndPoint>();
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Parse(url);
            var endPoint = ToEndPoint(address);
            var (own, other) = address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? (_https, http) : (http, _https);
            own.Add(endPoint);
            if (other.Contains(endPoint))
            {
                throw new ConfigurationException(
                    $"ASPNETCORE_URLS: '{url}' has the address of another URL with another scheme; give http and https a port each.");
            }
        }
    }

    /// <summary>Whether the server is to speak TLS at this address.</summary>
    public bool Contains(EndPoint endPoint) => endPoint is IPEndPoint address && _https.Contains(address);

    // As Kestrel does: "localhost" is both loopback addresses, told by the IPv4 one; another name is every address.
    private static IPEndPoint ToEndPoint(BindingAddress address)
    {
        if (IPAddress.TryParse(address.Host, out var ip)) return new IPEndPoint(ip, address.Port);
        var isLocalhost = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return new IPEndPoint(isLocalhost ? IPAddress.Loopback : IPAddress.IPv6Any, address.Port);
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_URLS: '{url}' is not a URL; write it like https://localhost:8443.", exception);
        }
    }
}
