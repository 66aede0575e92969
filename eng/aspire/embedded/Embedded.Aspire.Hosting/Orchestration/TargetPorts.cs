using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Ports for processes behind a proxy. DCP would choose one that is free on IPv4 or on IPv6, whereas a process that listens on
/// <c>localhost</c> needs it on both; and among the ports that everybody's outgoing connections and port 0 get.
/// </summary>
internal static class TargetPorts
{
    // Below the ephemeral ports of Linux (32768 and up) and of everybody else (49152 and up, RFC 6335, section 6).
    private const int First = 22_000;
    private const int Count = 10_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    // Not every AppHost at the same place: several run at once.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port that is free on both loopback addresses now, and was not given to anybody else of this AppHost.</summary>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port) && Given.TryAdd(port, value: true))
            {
                return port;
            }
        }

        throw new DistributedApplicationException($"None of the ports {First} to {First + Count - 1} is free for another process: stop what uses them.");
    }

    /// <summary>Whether a process could listen on a port of an address now; also where the machine does not have the address.</summary>
    public static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen();
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
