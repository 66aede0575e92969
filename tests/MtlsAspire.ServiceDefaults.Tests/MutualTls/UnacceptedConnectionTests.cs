using System.Net;
using Microsoft.AspNetCore.Connections;
using MtlsAspire.ServiceDefaults.MutualTls.Server;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Whose connection is dropped when there are too many whose client is not accepted.</summary>
public sealed class UnacceptedConnectionTests
{
    [Fact]
    public async Task Beyond_the_limit_the_oldest_of_the_busiest_source_is_dropped()
    {
        var connections = new UnacceptedConnections(limit: 3);
        var (good, first, second, third) = (From("10.0.0.1"), From("10.0.0.2"), From("10.0.0.2"), From("10.0.0.2"));
        foreach (var connection in new[] { good, first, second, third }) connections.Add(connection);

        Assert.Equal(3, connections.Count);
        await Eventually.BecomesAsync(() => Task.FromResult(first.ConnectionClosed.IsCancellationRequested), "the oldest of the busiest to be dropped");
        Assert.DoesNotContain(new[] { good, second, third }, connection => connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public void One_that_has_left_makes_room_however_often_it_says_so()
    {
        var connections = new UnacceptedConnections(limit: 2);
        var leave = connections.Add(From("10.0.0.1"));
        connections.Add(From("10.0.0.1"));
        leave();
        leave();
        var last = From("10.0.0.1");
        connections.Add(last);

        Assert.Equal(2, connections.Count);
        Assert.False(last.ConnectionClosed.IsCancellationRequested);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_source_is_an_IPv4_address_or_the_half_of_an_IPv6_address(string one, string other, bool same) =>
        Assert.Equal(same, SourceOf(one).Equals(SourceOf(other)));

    private static IPAddress SourceOf(string address) => UnacceptedConnections.SourceOf(new IPEndPoint(IPAddress.Parse(address), 1));

    private static DefaultConnectionContext From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
}
