using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an http endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The public port, or null for a free one.</param>
    /// <param name="targetPort">The port on which the process listens, or null for a free one.</param>
    /// <param name="name">The name; by default "http".</param>
    /// <param name="env">The environment variable that tells the process its port.</param>
    /// <param name="isProxied">Whether a proxy listens on the public port; by default it does.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Adds an https endpoint; see <see cref="WithHttpEndpoint{T}"/> for the parameters.</summary>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "https", name, env, isProxied);

    /// <summary>
    /// Adds an endpoint, or changes the one of that name: what is null stays as it is. See <see cref="WithHttpEndpoint{T}"/>
    /// for the parameters.
    /// </summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(
            protocol ?? ProtocolType.Tcp, uriScheme: scheme, name: name, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied);
        if (builder.Find(endpoint.Name) is { } existing)
        {
            existing.Port = port ?? existing.Port;
            existing.IsExternal = isExternal ?? existing.IsExternal;
            existing.IsProxied = isProxied ?? existing.IsProxied;
            if (targetPort is not null)
            {
                existing.TargetPort = targetPort;
            }

            endpoint = existing;
        }
        else
        {
            builder.WithAnnotation(endpoint);
        }

        return env is null ? builder : builder.WithTargetPortVariable(endpoint, env);
    }

    /// <summary>Changes an endpoint, or adds it where it is missing.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Find(endpointName);
        if (endpoint is null && createIfNotExists)
        {
            endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName);
            builder.Resource.Annotations.Add(endpoint);
        }

        if (endpoint is not null)
        {
            callback(endpoint);
        }

        return builder;
    }

    /// <summary>Marks all http and https endpoints as meant for the world outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.UriScheme is "http" or "https"))
        {
            endpoint.IsExternal = true;
        }

        return builder;
    }

    /// <summary>Refers to an endpoint.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints =>
        builder.Resource.GetEndpoint(name);

    private static EndpointAnnotation? Find<T>(this IResourceBuilder<T> builder, string endpointName)
        where T : IResourceWithEndpoints =>
        builder.Resource.Annotations.OfType<EndpointAnnotation>()
            .SingleOrDefault(e => string.Equals(e.Name, endpointName, StringComparison.OrdinalIgnoreCase));

    private static IResourceBuilder<T> WithTargetPortVariable<T>(this IResourceBuilder<T> builder, EndpointAnnotation endpoint, string variable)
        where T : IResourceWithEndpoints
    {
        var first = endpoint.TargetPortVariable is null;
        endpoint.TargetPortVariable = variable;
        if (first && builder.Resource is IResourceWithEnvironment)
        {
            var targetPort = new EndpointReference(builder.Resource, endpoint).Property(EndpointProperty.TargetPort);
            builder.WithAnnotation(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[endpoint.TargetPortVariable] = targetPort));
        }

        return builder;
    }
}
