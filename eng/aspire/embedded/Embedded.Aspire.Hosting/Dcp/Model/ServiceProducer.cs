using System.Text.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>Says that a process serves a <see cref="Service"/>.</summary>
/// <param name="ServiceName">The name of the service.</param>
/// <param name="Address">Where the process listens.</param>
/// <param name="Port">
/// The port on which the process listens. Null: DCP chooses it, and the process learns it through the template
/// <c>{{- portForServing "name" -}}</c>.
/// </param>
internal sealed record ServiceProducer(string ServiceName, string Address = "localhost", int? Port = null)
{
    /// <summary>The annotation of an <see cref="Executable"/> that lists the services which it serves.</summary>
    public const string Annotation = "service-producer";

    /// <summary>The value of <see cref="Annotation"/>.</summary>
    public static string ToAnnotationValue(IEnumerable<ServiceProducer> producers) =>
        JsonSerializer.Serialize([.. producers], DcpJsonContext.Default.ServiceProducerArray);
}
