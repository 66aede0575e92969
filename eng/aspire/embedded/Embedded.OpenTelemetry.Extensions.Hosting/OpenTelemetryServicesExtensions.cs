using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds OpenTelemetry to a service collection and starts it with the host.</summary>
public static class OpenTelemetryServicesExtensions
{
    /// <summary>
    /// Adds the OpenTelemetry SDK and the hosted service that starts it. May be called more than once: there is one
    /// provider per signal, and every call configures the same one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <returns>A builder to which the signals are added.</returns>
    public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton<ITelemetryHostInitializer, TelemetryHostInitializer>();
        if (!services.Any(service => service.ImplementationType == typeof(TelemetryHostedService)))
        {
            // First in the collection, so that the start of every other hosted service is already observed.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>());
        }

        return new OpenTelemetryBuilder(services);
    }
}
