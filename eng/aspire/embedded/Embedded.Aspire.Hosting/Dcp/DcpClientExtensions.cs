using System.Text.Json.Nodes;

namespace Aspire.Hosting.Dcp;

/// <summary>What takes more than one request.</summary>
internal static class DcpClientExtensions
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    // A process has 6 s to obey SIGTERM; one that must be killed takes about twice as long until it is gone.
    private static readonly TimeSpan DeleteTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Starts an executable that was created with <see cref="ExecutableSpec.Start"/> false.</summary>
    public static Task<Executable> StartExecutableAsync(this DcpClient client, string name, CancellationToken cancellationToken = default) =>
        client.PatchAsync<Executable>(name, Spec("start"), cancellationToken);

    /// <summary>Tells an executable's process to end. It is done when the state is final.</summary>
    public static Task<Executable> StopExecutableAsync(this DcpClient client, string name, CancellationToken cancellationToken = default) =>
        client.PatchAsync<Executable>(name, Spec("stop"), cancellationToken);

    /// <summary>Deletes an object and waits until it is gone; that of a process, until the process is.</summary>
    /// <exception cref="DistributedApplicationException">It is still there after 30 s.</exception>
    public static async Task DeleteAndWaitAsync<T>(this DcpClient client, string name, CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        if (!await client.DeleteAsync<T>(name, cancellationToken))
        {
            return;
        }

        await PollAsync(
            async token => await client.FindAsync<T>(name, token) is null,
            DeleteTimeout,
            () => new DistributedApplicationException($"'{name}' has not ended within {DeleteTimeout.TotalSeconds} s of being told to."),
            cancellationToken);
    }

    /// <summary>
    /// Runs an executable again, whatever its state: deletes it, waits until it is gone, and creates it anew. The
    /// services it serves keep their addresses; the uid and the ports behind them change.
    /// </summary>
    /// <returns>The new object.</returns>
    public static async Task<Executable> RestartAsync(this DcpClient client, Executable executable, CancellationToken cancellationToken = default)
    {
        await client.DeleteAndWaitAsync<Executable>(executable.Metadata.Name, cancellationToken);
        var again = new Executable
        {
            Metadata = new ObjectMetadata { Name = executable.Metadata.Name, Annotations = executable.Metadata.Annotations },
            Spec = executable.Spec with { Start = true, Stop = null },
        };
        return await client.CreateAsync(again, cancellationToken);
    }

    /// <summary>
    /// Creates a service and waits until it has an address. (A <see cref="ServiceSpec.Proxyless"/> one is not waited for: it
    /// gets its address once its process runs.)
    /// </summary>
    /// <exception cref="DistributedApplicationException">The port is in use.</exception>
    public static async Task<Service> CreateServiceAsync(this DcpClient client, Service service, CancellationToken cancellationToken = default)
    {
        PortProbe.ThrowIfUnusable(service);
        var created = await client.CreateAsync(service, cancellationToken);
        return service.Spec.AddressAllocationMode == ServiceSpec.Proxyless
            ? created
            : await client.WaitForServiceAddressAsync(service.Metadata.Name, AddressTimeout, cancellationToken);
    }

    /// <summary>Waits until a service has an address.</summary>
    /// <returns>The service, with its effective address and port.</returns>
    /// <exception cref="DistributedApplicationException">It has none in time. DCP does not say why; a fixed port is in use.</exception>
    public static async Task<Service> WaitForServiceAddressAsync(
        this DcpClient client, string name, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Service? service = null;
        await PollAsync(
            async token =>
            {
                service = await client.FindAsync<Service>(name, token);
                return service?.Status is { EffectiveAddress: not null, EffectivePort: > 0 };
            },
            timeout,
            () => service?.Spec.Port is { } port
                ? PortProbe.Busy(name, port)
                : new DistributedApplicationException($"Service '{name}' has not been given an address within {timeout.TotalSeconds} s."),
            cancellationToken);
        return service!;
    }

    private static JsonObject Spec(string field) => new() { ["spec"] = new JsonObject { [field] = true } };

    private static async Task PollAsync(
        Func<CancellationToken, Task<bool>> isDone, TimeSpan timeout, Func<Exception> tooLate, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            while (!await isDone(deadline.Token))
            {
                await Task.Delay(PollInterval, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw tooLate();
        }
    }
}
