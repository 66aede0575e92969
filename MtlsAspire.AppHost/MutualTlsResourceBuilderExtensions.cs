namespace MtlsAspire.AppHost;

/// <summary>Gives resources of the application what they need for mutual TLS.</summary>
internal static class MutualTlsResourceBuilderExtensions
{
    /// <summary>The http endpoint for health checks only, apart from the endpoints that mutual TLS protects.</summary>
    public const string ManagementEndpoint = "management";

    /// <summary>The https endpoint that refuses clients in the handshake.</summary>
    public const string RequiringEndpoint = "requires";

    /// <summary>Gives a service its identity (certificate and key) and the certification authority that it trusts, as files.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="identity">The name of the identity: that of its files.</param>
    /// <param name="certs">The directory of the files.</param>
    /// <param name="pki">What makes the files; the service waits until it is done.</param>
    public static IResourceBuilder<T> WithMutualTls<T>(this IResourceBuilder<T> builder, string identity, string certs, IResourceBuilder<IResource> pki)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport =>
        builder
            .WithEnvironment("MutualTls__Certificate", Path.Combine(certs, $"{identity}.crt"))
            .WithEnvironment("MutualTls__Key", Path.Combine(certs, $"{identity}.key"))
            .WithEnvironment("MutualTls__TrustAnchors", Path.Combine(certs, "ca.crt"))
            .WithEnvironment("MutualTls__Intermediates", Path.Combine(certs, "issuing-ca.crt"))
            .WithEnvironment("MutualTls__RevocationLists", $"{Path.Combine(certs, "ca.crl")};{Path.Combine(certs, "issuing-ca.crl")}")
            .WaitForCompletion(pki);

    /// <summary>
    /// Gives a server its two https addresses: one that answers a refused client with the reason, and one that refuses it in
    /// the handshake.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="explains">The port that explains.</param>
    /// <param name="requires">The port that requires.</param>
    public static IResourceBuilder<ProjectResource> OnPorts(this IResourceBuilder<ProjectResource> builder, int explains, int requires) =>
        builder
            .WithHttpsEndpoint(port: explains)
            .WithHttpsEndpoint(port: requires, name: RequiringEndpoint, env: "MutualTls__RequirePorts");

    /// <summary>Adds the endpoint for health checks, and the health check.</summary>
    public static IResourceBuilder<ProjectResource> WithManagementEndpoint(this IResourceBuilder<ProjectResource> builder) =>
        builder
            .WithHttpEndpoint(name: ManagementEndpoint)
            .WithUrlForEndpoint(ManagementEndpoint, url =>
            {
                url.DisplayText = "Health";
                url.Url = "/health";
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            })
            .WithHttpHealthCheck("/health", endpointName: ManagementEndpoint);
}
