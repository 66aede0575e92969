using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its public address: a DCP service that listens there.</summary>
internal sealed class EndpointAllocator(DcpClient dcp, IDistributedApplicationEventing eventing, IServiceProvider services, bool randomizePorts)
{
    public async Task AllocateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count > 0)
        {
            await Task.WhenAll(endpoints.Select(e => AllocateAsync(resource, e, cancellationToken)));
            await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
    }

    private async Task AllocateAsync(IResource resource, EndpointAnnotation endpoint, CancellationToken cancellationToken)
    {
        var name = ProcessTemplates.ServiceName(resource, endpoint);
        var port = randomizePorts && endpoint.IsProxied ? null : endpoint.Port;
        if (!endpoint.IsProxied && port is null)
        {
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of '{resource.Name}' has no proxy and therefore needs a fixed port.");
        }

        if (endpoint.IsProxied && port is not null && port == endpoint.TargetPort)
        {
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of '{resource.Name}' has a proxy on port {port}, so the process cannot listen on that port too. "
                + "Leave out the target port, or switch the proxy off with isProxied: false.");
        }

        var service = await dcp.CreateServiceAsync(
            new Service
            {
                Metadata = new ObjectMetadata { Name = name },
                Spec = new ServiceSpec
                {
                    AddressAllocationMode = endpoint.IsProxied ? ServiceSpec.Localhost : ServiceSpec.Proxyless,
                    Port = port,
                },
            },
            cancellationToken);
        var allocated = service.Status?.EffectivePort ?? port!.Value;
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", allocated, ProcessTemplates.PortForServing(name));
    }
}
