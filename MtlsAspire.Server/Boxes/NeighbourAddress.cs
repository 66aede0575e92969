using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Boxes;

/// <summary>Finds another box in what Aspire's <c>WithReference</c> gives to a process.</summary>
internal static class NeighbourAddress
{
    /// <exception cref="ConfigurationException">The address is missing, or no https URL.</exception>
    public static Uri Of(IConfiguration configuration, string name)
    {
        var key = $"services:{name}:https:0";
        var value = configuration[key];
        if (string.IsNullOrWhiteSpace(value))
            throw new ConfigurationException($"{key} is not set; start this box from the AppHost, or set services__{name}__https__0, for example to https://localhost:8443.");
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new ConfigurationException($"{key}: '{value}' is not an https URL; write it like https://localhost:8443.");
    }
}
