using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.Orchestration;

/// <summary>The processes of the tests, and what is to be seen of them.</summary>
internal static class TestProcesses
{
    /// <summary>Runs until it is told to end.</summary>
    public const string Endless = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";

    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script = Endless) =>
        builder.AddExecutable(name, "/bin/sh", Path.GetTempPath(), "-c", script);

    public static int Pid(this CustomResourceSnapshot snapshot) =>
        Convert.ToInt32(snapshot.Properties.Single(p => p.Name == KnownProperties.ExecutablePid).Value, CultureInfo.InvariantCulture);

    public static string? Variable(this CustomResourceSnapshot snapshot, string name) =>
        snapshot.EnvironmentVariables.SingleOrDefault(v => v.Name == name && v.IsFromSpec)?.Value;

    /// <summary>Listens on a free port, as another program would that has it already.</summary>
    public static TcpListener Occupy(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
