using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The names of DCP services and the expressions that DCP replaces when it starts a process.</summary>
internal static class ProcessTemplates
{
    /// <summary>The DCP service of an endpoint.</summary>
    public static string ServiceName(IResource resource, EndpointAnnotation endpoint) =>
        resource.Annotations.OfType<EndpointAnnotation>().Skip(1).Any() ? $"{resource.Name}-{endpoint.Name}" : resource.Name;

    /// <summary>The port on which the process has to listen.</summary>
    public static string PortForServing(string serviceName) => $"{{{{- portForServing \"{serviceName}\" -}}}}";
}
