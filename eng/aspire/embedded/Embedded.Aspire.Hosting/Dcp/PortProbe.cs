using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Finds out whether a fixed port can be used before DCP tries: DCP keeps silent about a busy port and tries on for ever.
/// </summary>
internal static class PortProbe
{
    /// <summary>Listens on the service's fixed port, if it has one, for a moment.</summary>
    /// <exception cref="DistributedApplicationException">The port cannot be used; the message tells why and what to do.</exception>
    public static void ThrowIfUnusable(Service service)
    {
        if (service.Spec.Port is not { } port)
        {
            return;
        }

        if (!IPAddress.TryParse(service.Spec.Address, out var address))
        {
            address = IPAddress.Loopback; // "localhost", as DCP takes it
        }

        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new DistributedApplicationException(
                $"Port {port} of service '{service.Metadata.Name}' may not be used by this user. Choose another one, above 1023.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw Busy(service.Metadata.Name, port);
        }
    }

    /// <summary>The exception that says that a port is in use, and how to find out by whom.</summary>
    public static DistributedApplicationException Busy(string service, int port)
    {
        var command =
            OperatingSystem.IsLinux() ? $"ss -ltnp 'sport = :{port}'" :
            OperatingSystem.IsMacOS() ? $"lsof -nP -iTCP:{port} -sTCP:LISTEN" :
            $"netstat -ano | findstr :{port}";
        return new DistributedApplicationException(
            $"Port {port} of service '{service}' is in use by another process. Find it with: {command}. Stop it, or choose another port.");
    }
}
