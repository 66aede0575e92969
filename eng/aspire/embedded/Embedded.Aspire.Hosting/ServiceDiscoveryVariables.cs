using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The environment variables by which a process finds the endpoints of others.</summary>
internal static class ServiceDiscoveryVariables
{
    /// <summary>
    /// Adds <c>services__{name}__{scheme or endpoint}__{index}</c>, which .NET service discovery reads, and
    /// <c>{NAME}_{ENDPOINT}</c>, which is easier in other languages.
    /// </summary>
    public static void Add(EnvironmentCallbackContext context, IResource source, string? alias, IEnumerable<EndpointReference> endpoints)
    {
        var name = alias ?? source.Name;
        foreach (var endpoint in endpoints)
        {
            var key = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
            var index = 0;
            while (context.EnvironmentVariables.ContainsKey(Numbered(name, key, index)))
            {
                index++;
            }

            context.EnvironmentVariables[Numbered(name, key, index)] = endpoint;
            context.EnvironmentVariables[$"{Encode(alias ?? name.ToUpperInvariant())}_{Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;
        }
    }

    private static string Numbered(string name, string key, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"services__{name}__{key}__{index}");

    /// <summary>Makes a name that an environment variable can have.</summary>
    public static string Encode(string name) =>
        (char.IsAsciiDigit(name[0]) ? "_" : string.Empty) + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
