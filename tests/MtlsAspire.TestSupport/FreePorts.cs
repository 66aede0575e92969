using System.Net;
using System.Net.Sockets;

namespace MtlsAspire.TestSupport;

/// <summary>
/// Ports for servers that must know theirs before they listen. Port 0 would give one of the ephemeral ports, which any outgoing connection of
/// a test that runs at the same time may take before the server does.
/// </summary>
public static class FreePorts
{
    // Below the ephemeral ports, those of the AppHost (15000, 19000) and those that it gives its processes (22000 and up).
    private const int First = 10_000;
    private const int Count = 5_000;

    // Not every test process at the same place; each goes on from there, and comes to no port twice.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port that is free on every loopback address now, and was not given to another test of this process.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(IPAddress.Any, port) && IsFree(IPAddress.IPv6Loopback, port)) return port;
        }

        throw new InvalidOperationException($"None of the ports {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(IPAddress address, int port)
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
