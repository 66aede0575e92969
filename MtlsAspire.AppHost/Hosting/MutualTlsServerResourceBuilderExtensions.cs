namespace MtlsAspire.Hosting;

/// <summary>Gives servers of mutual TLS their addresses.</summary>
internal static class MutualTlsServerResourceBuilderExtensions
{
    /// <summary>The http endpoint for health checks only, apart from the endpoints that mutual TLS protects.</summary>
    public const string ManagementEndpoint = "management";

    /// <summary>The https endpoint that refuses clients in the handshake.</summary>
    public const string RequiringEndpoint = "requires";

    /// <summary>
    /// Gives a server its two https addresses: one that answers a refused client with the reason, and one that refuses it in
    /// the handshake.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="explains">The port that explains.</param>
    /// <param name="requires">The port that requires.</param>
    public static IResourceBuilder<T> OnPorts<T>(this IResourceBuilder<T> builder, int explains, int requires)
        where T : IResourceWithEndpoints =>
        builder
            .WithHttpsEndpoint(port: explains)
            .WithHttpsEndpoint(port: requires, name: RequiringEndpoint, env: "MutualTls__RequirePorts")
            .WithUrlForEndpoint("https", url => Describe(url, "explains", order: 20))
            .WithUrlForEndpoint(RequiringEndpoint, url => Describe(url, "requires", order: 10));

    /// <summary>Adds the endpoint for health checks, and the health check.</summary>
    /// <param name="builder">The server.</param>
    public static IResourceBuilder<T> WithManagementEndpoint<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints =>
        builder
            .WithHttpEndpoint(name: ManagementEndpoint)
            .WithUrlForEndpoint(ManagementEndpoint, url =>
            {
                url.DisplayText = "Health";
                url.Url = "/health";
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            })
            .WithHttpHealthCheck("/health", endpointName: ManagementEndpoint);

    private static void Describe(ResourceUrlAnnotation url, string what, int order)
    {
        url.DisplayText = $"{url.DisplayText ?? url.Url} ({what})";
        url.DisplayOrder = order;
    }
}
