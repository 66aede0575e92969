namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource exports telemetry by OTLP.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation
{
    /// <summary>The one OTLP protocol that the resource speaks, or null for any.</summary>
    public OtlpProtocol? RequiredProtocol { get; init; }
}
