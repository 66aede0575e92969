using MtlsAspire.Hosting.Operator;

namespace MtlsAspire.Hosting;

/// <summary>Gives resources of the application what they need for mutual TLS: files, told by environment variables.</summary>
internal static class MutualTlsResourceBuilderExtensions
{
    private const string Section = "MutualTls__";

    /// <summary>
    /// Gives a service an identity (certificate and key), and the certification authority that it trusts; and, where the PKI has
    /// a CA as a service, the commands that revoke, renew and replace its certificate.
    /// </summary>
    /// <param name="builder">The service; it waits until the PKI has made the files.</param>
    /// <param name="pki">The PKI.</param>
    /// <param name="identity">The name of the identity; that of the resource if not given.</param>
    public static IResourceBuilder<T> WithMutualTls<T>(this IResourceBuilder<T> builder, IResourceBuilder<PkiResource> pki, string? identity = null)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        identity ??= builder.Resource.Name;
        return builder
            .WithAnnotation(new MutualTlsIdentityAnnotation(pki.Resource, identity))
            .WithIdentityCommands(pki.Resource, identity)
            .WithUrls(context => SetHost(context, pki.Resource.Domain))
            .WithEnvironment($"{Section}Certificate", pki.Resource.CertificateOf(identity))
            .WithEnvironment($"{Section}Key", pki.Resource.KeyOf(identity))
            .WithTrust(pki);
    }

    /// <summary>Gives a service the certification authority that it trusts, and no identity: for callers that have no certificate.</summary>
    /// <param name="builder">The service; it waits until the PKI has made the files.</param>
    /// <param name="pki">The PKI.</param>
    public static IResourceBuilder<T> WithTrust<T>(this IResourceBuilder<T> builder, IResourceBuilder<PkiResource> pki)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport =>
        builder
            .WithEnvironment($"{Section}TrustAnchors", pki.Resource.TrustAnchors)
            .WithEnvironment($"{Section}Intermediates", pki.Resource.Intermediates)
            .WithEnvironment($"{Section}RevocationLists", string.Join(';', pki.Resource.RevocationLists))
            .WaitForCompletion(pki);

    // Services call each other by localhost, which every machine knows; people by the domain.
    private static void SetHost(ResourceUrlsCallbackContext context, string domain)
    {
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns)
        {
            return; // the PKI refuses it, and says so
        }

        foreach (var url in context.Urls.Where(each => each.Endpoint is { IsHttps: true }))
        {
            var address = new UriBuilder(url.Url) { Host = domain };
            url.Url = address.Uri.GetLeftPart(UriPartial.Authority);
            url.DisplayText ??= $"{address.Host}:{address.Port}";
        }
    }
}
