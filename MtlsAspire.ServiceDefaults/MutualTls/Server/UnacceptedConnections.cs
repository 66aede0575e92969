using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// The connections in one stage before their client is accepted, and no more of them than a limit. Beyond it the oldest of the
/// source that has most of them is dropped: who opens connections and does nothing good with them displaces only himself.
/// </summary>
/// <param name="limit">How many there may be.</param>
internal sealed class UnacceptedConnections(int limit)
{
    // What one machine gets of IPv6 addresses, at least (RFC 6177, section 2).
    private const int SourceOctets = 8;

    private readonly LinkedList<(ConnectionContext Connection, IPAddress Source)> _oldestFirst = new();
    private readonly Dictionary<IPAddress, int> _counts = [];

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get
        {
            lock (_oldestFirst) return _oldestFirst.Count;
        }
    }

    /// <summary>Adds a connection, and drops another beyond the limit.</summary>
    /// <returns>Takes the connection out again.</returns>
    public Action Add(ConnectionContext connection)
    {
        LinkedListNode<(ConnectionContext Connection, IPAddress Source)> added;
        ConnectionContext? dropped = null;
        lock (_oldestFirst)
        {
            var source = SourceOf(connection.RemoteEndPoint);
            added = _oldestFirst.AddLast((connection, source));
            _counts[source] = _counts.GetValueOrDefault(source) + 1;
            if (_oldestFirst.Count > limit) dropped = DropOne();
        }

        if (dropped is not null) Drop(dropped);
        return () => Remove(added);
    }

    /// <summary>Whom an address stands for: itself, and of IPv6 addresses all that share their first 64 bits.</summary>
    internal static IPAddress SourceOf(EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint { Address: var address }) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var octets = address.GetAddressBytes();
        octets.AsSpan(SourceOctets).Clear();
        return new IPAddress(octets);
    }

    private static void Drop(ConnectionContext connection)
    {
        // What it then fails with depends on where it is; so the reason is told beforehand.
        connection.Features.Get<PeerCertificateFeature>()?.Handshake.IsDisplaced = true;
        connection.Abort(new ConnectionAbortedException(HandshakeFailure.Displaced().Explanation));
    }

    private ConnectionContext DropOne()
    {
        var busiest = _counts.MaxBy(source => source.Value).Key;
        var oldest = _oldestFirst.First!;
        while (!oldest.Value.Source.Equals(busiest)) oldest = oldest.Next!;
        Remove(oldest);
        return oldest.Value.Connection;
    }

    private void Remove(LinkedListNode<(ConnectionContext Connection, IPAddress Source)> connection)
    {
        lock (_oldestFirst)
        {
            if (connection.List is null) return;
            _oldestFirst.Remove(connection);
            var source = connection.Value.Source;
            if (--_counts[source] == 0) _counts.Remove(source);
        }
    }
}
