using Microsoft.Extensions.Configuration;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients;

/// <summary>Finds a service's address in what Aspire's <c>WithReference</c> gives to a process.</summary>
public static class ServiceAddress
{
    /// <summary>Reads the first address of an endpoint of a service: <c>services:{name}:{endpoint}:0</c>.</summary>
    /// <param name="configuration">The configuration, with environment variables.</param>
    /// <param name="name">The name of the service's resource.</param>
    /// <param name="endpoint">The name of its endpoint, one that speaks https.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ConfigurationException">It is missing, or no absolute https URL.</exception>
    public static Uri OfHttps(IConfiguration configuration, string name, string endpoint = "https")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var key = $"services:{name}:{endpoint}:0";
        var value = configuration[key];
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ConfigurationException(
                $"{key} is not set; start this client from the AppHost, or set services__{name}__{endpoint}__0, for example to https://localhost:8443.");
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new ConfigurationException($"{key}: '{value}' is not an https URL; write it like https://localhost:8443.");
    }
}
