using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Makes resources export telemetry to the dashboard.</summary>
public static class OtlpConfigurationExtensions
{
    /// <summary>Sets the variables by which OpenTelemetry SDKs find the dashboard and name the resource.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment =>
        builder.WithOtlp(new OtlpExporterAnnotation());

    /// <summary>Does so with one protocol, for SDKs that speak only that.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder, OtlpProtocol protocol)
        where T : IResourceWithEnvironment =>
        builder.WithOtlp(new OtlpExporterAnnotation { RequiredProtocol = protocol });

    private static IResourceBuilder<T> WithOtlp<T>(this IResourceBuilder<T> builder, OtlpExporterAnnotation annotation)
        where T : IResourceWithEnvironment
    {
        var first = !builder.Resource.HasAnnotationOfType<OtlpExporterAnnotation>();
        builder.WithAnnotation(annotation, ResourceAnnotationMutationBehavior.Replace);
        return first
            ? builder.WithEnvironment(context => OtlpVariables.Add(context, builder.ApplicationBuilder))
            : builder;
    }
}
