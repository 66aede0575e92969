using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>Opens a TCP connection to a host.</summary>
internal static class Dialer
{
    /// <summary>Connects to the first address of the host that answers.</summary>
    /// <exception cref="SocketException">No address answers, or the name has none.</exception>
    public static async Task<Socket> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? last = null;
        foreach (var address in await ResolveAsync(host.Host, cancellationToken))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, host.Port), cancellationToken);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = ExceptionDispatchInfo.Capture(exception);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        last?.Throw();
        throw new SocketException((int)SocketError.HostNotFound);
    }

    // RFC 6761, section 6.3: names below localhost are this machine, and need not be looked up (many a resolver does not know them).
    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
}
