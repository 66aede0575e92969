using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Orchestration;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Model;

/// <summary>Builds models, and shows what their processes would be given.</summary>
internal static class TestModel
{
    public static IDistributedApplicationBuilder Create(params (string Key, string? Value)[] configuration)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(c => c.Key, c => c.Value));
        return builder;
    }

    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddExecutable(name, "/bin/sh", ".");

    /// <summary>Gives all endpoints their public addresses, as the orchestration does: http://localhost:{port}, one after the other.</summary>
    public static IResourceBuilder<T> Allocated<T>(this IResourceBuilder<T> builder, int firstPort)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(
                endpoint, "localhost", firstPort++, ProcessTemplates.PortForServing(ProcessTemplates.ServiceName(builder.Resource, endpoint)));
        }

        return builder;
    }

    public static Task<Executable> DescribeAsync(IResource resource) =>
        new ExecutableFactory(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run))
            .CreateAsync(resource, NullLogger.Instance, ObservableModel.Soon);

    public static async Task<Dictionary<string, string?>> EnvironmentAsync(IResource resource) =>
        (await DescribeAsync(resource)).Spec.Env!.ToDictionary(e => e.Name, e => e.Value);

    public static async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource) => (await DescribeAsync(resource)).Spec.Args!;

    public static IEnumerable<(string Resource, string Type)> Relationships(IResource resource) =>
        resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => (r.Resource.Name, r.Type));
}
