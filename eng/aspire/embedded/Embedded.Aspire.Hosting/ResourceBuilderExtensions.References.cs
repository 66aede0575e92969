using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Tells a resource where all endpoints of another are, by the variables of .NET service discovery.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReference(source.Resource, alias: null);

    /// <summary>Tells a resource where all endpoints of another are, under a name of one's own.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReference(source.Resource, name);

    /// <summary>Tells a resource where an endpoint of another is.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithValueReferenced(endpointReference)
            .WithEnvironment(context => ServiceDiscoveryVariables.Add(context, endpointReference.Resource, alias: null, [endpointReference]));

    /// <summary>Tells a resource the URL of something outside the application.</summary>
    /// <exception cref="InvalidOperationException">The URL is not absolute, or has a path.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.Fragment.Length > 0 || uri.Query.Length > 0)
        {
            throw new InvalidOperationException(
                $"The URL '{uri}' of '{name}', to which '{builder.Resource.Name}' refers, must be absolute, without a query and without a fragment.");
        }

        return builder
            .WithEnvironment($"services__{name}__default__0", uri.ToString())
            .WithEnvironment(ServiceDiscoveryVariables.Encode(name), uri.ToString());
    }

    /// <summary>Gives a resource the connection string of another.</summary>
    /// <param name="builder">The resource that gets it.</param>
    /// <param name="source">The resource that has it.</param>
    /// <param name="connectionName">The name under which it is configured; by default that of the source.</param>
    /// <param name="optional">Whether it may be empty.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(source).WithEnvironment(context =>
            context.EnvironmentVariables[source.Resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? source.Resource.Name}"] =
                new ConnectionStringReference(source.Resource, optional));

    /// <summary>Shows in the dashboard that a resource refers to what a value is made of.</summary>
    private static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceWithServiceDiscovery source, string? alias)
        where T : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(source)
            .WithEnvironment(context => ServiceDiscoveryVariables.Add(
                context, source, alias, source.GetEndpoints().Where(e => !e.EndpointAnnotation.ExcludeReferenceEndpoint)));

    private static IResourceBuilder<T> WithValueReferenced<T>(this IResourceBuilder<T> builder, object value)
        where T : IResource
    {
        switch (value)
        {
            case IResource resource:
                builder.WithReferenceRelationship(resource);
                break;
            case IResourceBuilder<IResource> resourceBuilder:
                builder.WithReferenceRelationship(resourceBuilder);
                break;
            case IValueWithReferences withReferences:
                foreach (var reference in withReferences.References)
                {
                    builder.WithValueReferenced(reference);
                }

                break;
        }

        return builder;
    }
}
