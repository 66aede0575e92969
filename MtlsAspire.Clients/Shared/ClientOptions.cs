using Microsoft.Extensions.Configuration;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients;

/// <summary>How a client works; configuration section "Client".</summary>
/// <param name="Interval">Time from the start of one poll to the next; <c>Client:Interval</c>, 2 seconds if not set.</param>
public sealed record ClientOptions(TimeSpan Interval)
{
    private const string IntervalKey = "Client:Interval";
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ConfigurationException">A value is malformed.</exception>
    public static ClientOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration[IntervalKey];
        if (string.IsNullOrWhiteSpace(text)) return new ClientOptions(DefaultInterval);

        return TimeSpan.TryParse(text, out var interval) && interval > TimeSpan.Zero
            ? new ClientOptions(interval)
            : throw new ConfigurationException($"{IntervalKey}: '{text}' is not a time above zero; write it like 00:00:02 for two seconds.");
    }
}
