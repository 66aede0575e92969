using Microsoft.Extensions.Logging;
using MtlsAspire.Hosting;

namespace MtlsAspire.AppHost.Incidents;

/// <summary>Clients and a server that others wrote, in other languages; each only where its tool is installed.</summary>
internal static class ForeignClients
{
    private const string Scripts = "../MtlsAspire.Clients/Foreign";

    /// <summary>Adds them, to be started on demand.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="identity">The identity of the clients.</param>
    /// <param name="pki">The PKI.</param>
    /// <param name="box">The box that they call.</param>
    /// <param name="group">What they are shown under.</param>
    /// <param name="states">What shows their states.</param>
    public static void AddForeignClients(
        this IDistributedApplicationBuilder builder,
        string identity,
        IResourceBuilder<PkiResource> pki,
        IResourceBuilder<ProjectResource> box,
        IResourceBuilder<IncidentsResource> group,
        IncidentStates states)
    {
        var missing = new List<string>();
        void AddClient(string name, string? tool, string script)
        {
            if (tool is null)
            {
                missing.Add(name);
                return;
            }

            states.Follow(builder.AddExecutable(name, tool, Scripts, script)
                .WithMutualTls(pki, identity)
                .WithReference(box)
                .WaitFor(box)
                .WithExplicitStart()
                .WithParentRelationship(group)
                .WithIconName("WindowConsole"));
        }

        var shell = Find("sh");
        AddClient("curl", Find("curl") is null ? null : shell, "curl.sh");
        AddClient("openssl", Find("openssl") is null ? null : shell, "openssl.sh");
        // The distribution's Python has the distribution's packages; the first of the PATH may be somebody's own.
        AddClient("python-requests", File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Find("python3"), "python-requests.py");
        AddClient("node-https", Find("node"), "node-https.mjs");
        if (Find("node") is { } node) builder.AddNodeServer(node, identity, pki, group, states);
        else missing.Add("node-server");
        if (missing.Count > 0) group.OnInitializeResource((_, started, _) => LogMissingAsync(started, missing));
    }

    private static void AddNodeServer(
        this IDistributedApplicationBuilder builder,
        string node,
        string identity,
        IResourceBuilder<PkiResource> pki,
        IResourceBuilder<IncidentsResource> group,
        IncidentStates states)
    {
        var server = builder.AddExecutable("node-server", node, Scripts, "node-server.mjs")
            .WithMutualTls(pki, "server")
            .WithHttpsEndpoint(env: "PORT")
            .WithExplicitStart()
            .WithParentRelationship(group)
            .WithIconName("Server");
        states.Follow(builder.AddProject<Projects.MtlsAspire_Clients_Visitor>("node-visitor", launchProfileName: null)
            .WithMutualTls(pki, identity)
            .WithEnvironment("services__node-server__https__0", server.GetEndpoint("https"))
            .WithEnvironment("Visitor__Servers__node-server", "none")
            .WithEnvironment("Client__Interval", "00:00:05")
            .WaitFor(server)
            .WithExplicitStart()
            .WithParentRelationship(group)
            .WithIconName("PersonSearch"));
    }

    private static Task LogMissingAsync(InitializeResourceEvent started, List<string> missing)
    {
        started.Logger.LogInformation("Left out, because their tools are not on the PATH: {Missing}.", string.Join(", ", missing));
        return Task.CompletedTask;
    }

    private static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? $"{tool}.exe" : tool))
            .FirstOrDefault(File.Exists);
}
