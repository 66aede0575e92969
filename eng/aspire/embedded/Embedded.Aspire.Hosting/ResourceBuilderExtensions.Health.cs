using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>A resource is healthy only while a health check of the AppHost's services passes.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="key">The name under which the check is registered with <c>builder.Services.AddHealthChecks()</c>.</param>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource =>
        builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key)
            ? throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.")
            : builder.WithAnnotation(new HealthCheckAnnotation(key));

    /// <summary>A resource is healthy only while an HTTP request to it is answered as expected.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; by default "/".</param>
    /// <param name="statusCode">The expected status; by default 200.</param>
    /// <param name="endpointName">The endpoint; by default the first of https and http.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.WithHttpHealthCheck(
            () => builder.GetEndpoint(endpointName ?? (builder.GetEndpoint("https").Exists ? "https" : "http")),
            path,
            statusCode);

    /// <summary>A resource is healthy only while an HTTP request to an endpoint is answered as expected.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        if (endpointSelector is null)
        {
            return builder.WithHttpHealthCheck(path, statusCode);
        }

        var endpoint = endpointSelector();
        if (!endpoint.Exists)
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as it has no endpoint named '{endpoint.EndpointName}'. Add the endpoint before the health check.");
        }

        if (!endpoint.IsHttp && !endpoint.IsHttps)
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as the endpoint with name '{endpoint.EndpointName}' and scheme '{endpoint.Scheme}' is not an HTTP endpoint.");
        }

        path ??= "/";
        var expected = statusCode ?? 200;
        var key = string.Create(CultureInfo.InvariantCulture, $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{expected}_check");
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new HttpEndpointHealthCheck(endpoint, path, expected));
        return builder.WithHealthCheck(key);
    }
}
