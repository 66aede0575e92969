namespace OpenTelemetry;

/// <summary>Creates the telemetry providers of a service collection; for applications that have no hosted services.</summary>
public interface ITelemetryHostInitializer
{
    /// <summary>Creates every registered provider, and with it its instrumentation and exporters.</summary>
    void Initialize();
}
