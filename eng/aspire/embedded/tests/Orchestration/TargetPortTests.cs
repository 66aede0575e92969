using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Orchestration;

namespace Embedded.Aspire.Tests.Orchestration;

public sealed class TargetPortTests
{
    [Fact]
    public void Each_port_is_given_once_and_is_none_that_port_0_gets()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => TargetPorts.Next()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1024, 32767));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_port_that_is_taken_on_one_loopback_address_is_not_free(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(TargetPorts.IsFree(IPAddress.Parse(address), port));
    }
}
