using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.Dcp;

namespace Embedded.Aspire.Tests.Dcp;

public sealed class ServiceTests : IClassFixture<DcpSession>
{
    private readonly DcpSession _session;

    public ServiceTests(DcpSession session) => _session = session;

    private DcpClient Client => _session.Client;

    [DcpFact]
    public async Task A_service_without_a_port_gets_a_free_one()
    {
        var service = await Client.CreateServiceAsync(DcpObjects.Service("any"));

        Assert.Equal("localhost", service.Status!.EffectiveAddress);
        Assert.True(service.Status.EffectivePort > 0);
    }

    [DcpFact]
    public async Task A_service_forwards_connections_to_the_process_that_serves_it()
    {
        using var target = DcpObjects.ListenOnAnyPort();
        var service = await Client.CreateServiceAsync(DcpObjects.Service("forwarder"));
        var executable = DcpObjects.Shell("forwarded", "exec sleep 600");
        var producer = new ServiceProducer("forwarder", Port: DcpObjects.PortOf(target));
        await Client.CreateAsync(executable with
        {
            Metadata = executable.Metadata with
            {
                Annotations = new Dictionary<string, string> { [ServiceProducer.Annotation] = ServiceProducer.ToAnnotationValue([producer]) },
            },
        });
        using var deadline = new CancellationTokenSource(Eventually.Deadline);

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Status!.EffectivePort!.Value, deadline.Token);
        await client.GetStream().WriteAsync("ping"u8.ToArray(), deadline.Token);
        using var accepted = await target.AcceptTcpClientAsync(deadline.Token);
        var buffer = new byte[4];
        await accepted.GetStream().ReadExactlyAsync(buffer, deadline.Token);

        Assert.Equal("ping", Encoding.ASCII.GetString(buffer));
    }

    [DcpFact]
    public async Task A_busy_fixed_port_is_told_at_once_with_port_and_service()
    {
        using var occupant = DcpObjects.ListenOnAnyPort();
        var port = DcpObjects.PortOf(occupant);
        var started = Stopwatch.GetTimestamp();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => Client.CreateServiceAsync(DcpObjects.Service("busy", port)));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        Assert.StartsWith($"Port {port} of service 'busy' is in use by another process.", exception.Message, StringComparison.Ordinal);
        Assert.Null(await Client.FindAsync<Service>("busy"));
    }

    [DcpFact]
    public async Task A_fixed_port_that_becomes_busy_after_the_check_is_told_by_the_wait()
    {
        using var occupant = DcpObjects.ListenOnAnyPort();
        var port = DcpObjects.PortOf(occupant);
        await Client.CreateAsync(DcpObjects.Service("raced", port));

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => Client.WaitForServiceAddressAsync("raced", TimeSpan.FromSeconds(2)));

        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
    }

    [DcpFact]
    public async Task A_free_fixed_port_is_used()
    {
        int port;
        using (var listener = DcpObjects.ListenOnAnyPort())
        {
            port = DcpObjects.PortOf(listener);
        }

        var service = await Client.CreateServiceAsync(DcpObjects.Service("fixed", port));

        Assert.Equal(port, service.Status!.EffectivePort);
    }

    [DcpFact]
    public async Task A_proxyless_service_has_the_port_that_its_process_is_told()
    {
        var service = DcpObjects.Service("direct");
        await Client.CreateServiceAsync(service with { Spec = service.Spec with { AddressAllocationMode = ServiceSpec.Proxyless } });
        await Client.CreateAsync(DcpObjects.Shell(
            "direct-process", "exec sleep 600", [new EnvironmentVariable("PORT", "{{- portForServing \"direct\" -}}")], "direct"));

        var ready = await Client.WaitForServiceAddressAsync("direct", Eventually.Deadline);
        var running = await Client.WaitForStateAsync("direct-process", ExecutableStates.Running);

        Assert.Equal(
            ready.Status!.EffectivePort!.Value.ToString(CultureInfo.InvariantCulture),
            running.Status!.EffectiveEnv!.Single(v => v.Name == "PORT").Value);
    }
}
