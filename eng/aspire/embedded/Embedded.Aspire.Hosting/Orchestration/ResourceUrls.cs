using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The links of a resource: one for each endpoint, then what callbacks make of them.</summary>
internal static class ResourceUrls
{
    public static async Task<IReadOnlyList<UrlSnapshot>> OfAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var urls = resource is IResourceWithEndpoints withEndpoints
            ? withEndpoints.GetEndpoints().Where(e => e.IsAllocated).Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }).ToList()
            : [];
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        return [.. context.Urls.Select(ToSnapshot).OfType<UrlSnapshot>()];
    }

    /// <summary>Marks the links of endpoints that nobody listens on as inactive.</summary>
    public static CustomResourceSnapshot WithLiveServices(CustomResourceSnapshot snapshot, IResource resource, HashSet<string> live)
    {
        var serviceOf = resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(e => e.Name, e => ProcessTemplates.ServiceName(resource, e));
        return snapshot with
        {
            Urls = [.. snapshot.Urls.Select(u => u.Name is not null && serviceOf.TryGetValue(u.Name, out var service) ? u with { IsInactive = !live.Contains(service) } : u)],
        };
    }

    private static UrlSnapshot? ToSnapshot(ResourceUrlAnnotation url)
    {
        // Relative first: on Unix "/path" would otherwise be taken for the URL of a file.
        var absolute = !url.Url.StartsWith('/') && Uri.TryCreate(url.Url, UriKind.Absolute, out var uri) ? uri
            : url.Endpoint is { IsAllocated: true } endpoint ? new Uri(new Uri(endpoint.Url), url.Url)
            : null;
        return absolute is null ? null : new UrlSnapshot(url.Endpoint?.EndpointName, absolute.OriginalString, url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            // Until the process listens.
            IsInactive = url.Endpoint is not null,
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? string.Empty, url.DisplayOrder ?? 0),
        };
    }
}
