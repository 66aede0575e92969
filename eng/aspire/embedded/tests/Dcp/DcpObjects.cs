using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Dcp;

namespace Embedded.Aspire.Tests.Dcp;

/// <summary>Makes DCP's objects, and waits for their states.</summary>
internal static class DcpObjects
{
    public static Executable Shell(
        string name, string script, IReadOnlyList<EnvironmentVariable>? environment = null, params IEnumerable<string> services) => new()
        {
            Metadata = new ObjectMetadata
            {
                Name = name,
                Annotations = new Dictionary<string, string>
                {
                    [ServiceProducer.Annotation] = ServiceProducer.ToAnnotationValue(services.Select(s => new ServiceProducer(s))),
                },
            },
            Spec = new ExecutableSpec { ExecutablePath = "/bin/sh", Args = ["-c", script], Env = environment },
        };

    public static Service Service(string name, int? port = null) => new()
    {
        Metadata = new ObjectMetadata { Name = name },
        Spec = new ServiceSpec { Port = port },
    };

    public static async Task<Executable> WaitForStateAsync(this DcpClient client, string name, params string[] states)
    {
        Executable? executable = null;
        await Eventually.TrueAsync(
            async () =>
            {
                executable = await client.FindAsync<Executable>(name);
                return states.Contains(executable?.Status?.State);
            },
            $"{name} is {string.Join(" or ", states)}");
        return executable!;
    }

    public static async Task<List<string>> ReadLogAsync(this DcpClient client, string name, LogSource source)
    {
        var lines = new List<string>();
        await foreach (var line in client.StreamLogsAsync(name, source, follow: false, timestamps: false))
        {
            lines.Add(line);
        }

        return lines;
    }

    public static TcpListener ListenOnAnyPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    public static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
