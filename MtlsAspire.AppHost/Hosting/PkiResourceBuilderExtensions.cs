using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Hosting.Operator;

namespace MtlsAspire.Hosting;

/// <summary>Adds a private PKI to the application, and the CA as a service.</summary>
internal static class PkiResourceBuilderExtensions
{
    private const string CertsSetting = "certs";
    private const string DefaultCerts = "../certs";
    private const string DomainSetting = "domain";
    private const string DefaultDomain = "mtls.localhost"; // which is this computer, everywhere and without a hosts file (RFC 6761, 6.3)
    private const string DefaultDeclarations = "../pki.json";
    private const int HttpPort = 8480;
    private const int HttpsPort = 8481;

    /// <summary>Adds a PKI. It makes every certificate that is declared and missing, then finishes; who uses them waits for that.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="declarations">The file that declares its CAs and identities, absolute or relative to the AppHost's directory.</param>
    /// <param name="certs">The directory of its files, likewise; the setting <c>certs</c> (<c>--certs DIR</c>) comes before it.</param>
    /// <param name="domain">
    /// The host name by which people call the servers: links have it, and certificates whose declaration says <c>${domain}</c>;
    /// the setting <c>domain</c> (<c>--domain NAME</c>) comes before it. Unless it ends in .localhost, the hosts file or DNS must know it.
    /// </param>
    public static IResourceBuilder<PkiResource> AddPki(
        this IDistributedApplicationBuilder builder,
        string name,
        string declarations = DefaultDeclarations,
        string certs = DefaultCerts,
        string domain = DefaultDomain)
    {
        var pki = new PkiResource(
            name,
            Path.GetFullPath(builder.Configuration[CertsSetting] ?? certs, builder.AppHostDirectory),
            Path.GetFullPath(declarations, builder.AppHostDirectory),
            builder.Configuration[DomainSetting] ?? domain);
        return builder.AddResource(pki)
            .WithAnnotation(new Projects.MtlsAspire_Pki())
            .WithOtlpExporter()
            .WithArgs(["bootstrap", .. Options(pki)])
            .WithIconName("Certificate");
    }

    /// <summary>
    /// Adds the CA as a service: revocation lists, OCSP and CA certificates over http; enrolment (EST) and the operator's API
    /// over mutual TLS.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="pki">The PKI that it serves.</param>
    /// <param name="operatorIdentity">The identity by which the commands of the dashboard are given to it; it needs the role <c>operator</c>.</param>
    public static IResourceBuilder<ProjectResource> AddCertificateAuthority(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PkiResource> pki, string operatorIdentity = "operator")
    {
        var authority = builder.AddProject<Projects.MtlsAspire_Pki>(name, launchProfileName: null)
            .WithArgs(["serve", .. Options(pki.Resource)])
            .WithHttpEndpoint(port: HttpPort)
            .WithHttpsEndpoint(port: HttpsPort)
            .WithUrls(SetLinks)
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WithAuthorityCommands(pki.Resource)
            .WithParentRelationship(pki)
            .WaitForCompletion(pki)
            .WithIconName("ShieldCheckmark");
        pki.Resource.Authority = authority.Resource;
        pki.Resource.Operator = operatorIdentity;
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<OperatorCommandUpdates>(services, pki.Resource));
        return authority;
    }

    private static string[] Options(PkiResource pki) => ["--certs", pki.Certs, "--config", pki.Declarations, "--domain", pki.Domain];

    private static void SetLinks(ResourceUrlsCallbackContext context)
    {
        foreach (var url in context.Urls.Where(each => each.Endpoint is not null).ToList())
        {
            if (url.Endpoint!.IsHttps)
            {
                url.DisplayText = "EST and operator API";
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly; // a browser has no certificate for it
            }
            else
            {
                context.Urls.Add(Link(url, "/crl/issuing-ca.crl", "CRL", order: 20));
                context.Urls.Add(Link(url, "/aia/ca.crt", "CA certificate", order: 10));
                (url.Url, url.DisplayText, url.DisplayLocation) = ("/health", "Health", UrlDisplayLocation.DetailsOnly);
            }
        }
    }

    private static ResourceUrlAnnotation Link(ResourceUrlAnnotation endpoint, string path, string text, int order) =>
        new() { Url = new Uri(new Uri(endpoint.Url), path).ToString(), Endpoint = endpoint.Endpoint, DisplayText = text, DisplayOrder = order };
}
