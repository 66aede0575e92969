using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Clients.Scenarios;
using MtlsAspire.Hosting;

namespace MtlsAspire.AppHost.Incidents;

/// <summary>Adds certificate incidents to the application, to be watched: clients and servers with a defect, and what checks all of them at once.</summary>
internal static class IncidentsResourceBuilderExtensions
{
    private const string Setting = "incidents";
    private const string GoodClient = "visitor";
    private const string Interval = "00:00:05";

    /// <summary>
    /// Adds each identity with a defect that the PKI declares as a resource of its own: a client calls the box again and again,
    /// a server is called by a good client. The setting <c>incidents</c> (<c>--incidents=false</c>) leaves all of them out.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the group.</param>
    /// <param name="pki">The PKI.</param>
    /// <param name="box">The box that is called.</param>
    public static void AddIncidents(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PkiResource> pki, IResourceBuilder<ProjectResource> box)
    {
        if (string.Equals(builder.Configuration[Setting], bool.FalseString, StringComparison.OrdinalIgnoreCase)) return;
        // Two dozen processes at once would keep the application itself from coming up: they come after all that is there already.
        IResourceBuilder<IResource>[] before =
            [.. builder.Resources.OfType<ProjectResource>().Where(resource => resource is not PkiResource).Select(builder.CreateResourceBuilder)];
        // The dashboard lists resources by their type: after the projects that make up the application.
        var group = builder.AddResource(new IncidentsResource(name))
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Rehearsal", Properties = [], State = KnownResourceStates.Running })
            .WithIconName("Warning");
        var states = new IncidentStates(group.Resource);
        var declared = DeclaredIdentity.ReadAll(pki.Resource.Declarations);

        builder.AddClient("certificate-less", "certificate-less", GoodClient, pki, box, before, group, states);
        foreach (var client in declared.Where(identity => identity is { IsServer: false, Defect: not null }))
        {
            builder.AddClient(client.Name, client.Defect!, client.Name, pki, box, before, group, states);
        }

        builder.AddRogues([.. declared.Where(identity => identity is { IsServer: true, Defect: not null })], pki, box, before, group, states);
        builder.AddForeignClients(GoodClient, pki, box, group, states);
        builder.AddTools(pki, box, group);
    }

    private static void AddClient(
        this IDistributedApplicationBuilder builder,
        string name,
        string defect,
        string identity,
        IResourceBuilder<PkiResource> pki,
        IResourceBuilder<ProjectResource> box,
        IResourceBuilder<IResource>[] before,
        IResourceBuilder<IncidentsResource> group,
        IncidentStates states) =>
        states.Follow(builder.AddProject<Projects.MtlsAspire_Clients_Incident>(name, launchProfileName: null)
            .WithMutualTls(pki, identity)
            .WithReference(box)
            .WithEnvironment("Scenario__Name", name)
            .WithEnvironment("Scenario__Defect", defect)
            .AsOneOfMany()
            .WaitForAll(before)
            .WithParentRelationship(group)
            .WithIconName("PersonProhibited"));

    private static void AddRogues(
        this IDistributedApplicationBuilder builder,
        IReadOnlyList<DeclaredIdentity> servers,
        IResourceBuilder<PkiResource> pki,
        IResourceBuilder<ProjectResource> box,
        IResourceBuilder<IResource>[] before,
        IResourceBuilder<IncidentsResource> group,
        IncidentStates states)
    {
        if (servers.Count == 0) return;
        var visitor = builder.AddProject<Projects.MtlsAspire_Clients_Visitor>(GoodClient, launchProfileName: null)
            .WithMutualTls(pki)
            .WithReference(box)
            .WithEnvironment($"Visitor__Servers__{box.Resource.Name}", "none")
            .AsOneOfMany()
            .WaitForAll(before)
            .WithParentRelationship(group)
            .WithIconName("PersonSearch");
        foreach (var server in servers)
        {
            var rogue = builder.AddProject<Projects.MtlsAspire_Clients_Rogue>(server.Name, launchProfileName: null)
                .WithMutualTls(pki)
                .WithHttpsEndpoint()
                .AsOneOfMany()
                .WaitForAll(before)
                .WithParentRelationship(group)
                .WithIconName("ShieldProhibited");
            visitor
                .WithReference(rogue)
                .WithEnvironment($"Visitor__Servers__{server.Name}", server.Defect)
                .WaitForStart(rogue);
        }

        states.Follow(visitor);
    }

    private static IResourceBuilder<ProjectResource> WaitForAll(this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource>[] before) =>
        before.Aggregate(builder, (waiting, resource) => waiting.WaitFor(resource));

    // Two dozen of them share a machine: they look at their files and export metrics less often than others, and have patience.
    private static IResourceBuilder<ProjectResource> AsOneOfMany(this IResourceBuilder<ProjectResource> builder) =>
        builder
            .WithEnvironment("Client__Interval", Interval)
            .WithEnvironment("MutualTls__ReloadInterval", "00:00:02")
            .WithEnvironment("MutualTls__HandshakeTimeout", "00:00:20")
            .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "10000")
            // What is called a few times a minute need not be compiled a second time, better: that took most of what they used at rest.
            .WithEnvironment("DOTNET_TC_CallCountThreshold", "7530"); // hexadecimal

    // Those that end by themselves, and those that are noisy: on demand.
    private static void AddTools(
        this IDistributedApplicationBuilder builder, IResourceBuilder<PkiResource> pki, IResourceBuilder<ProjectResource> box, IResourceBuilder<IncidentsResource> group)
    {
        builder.AddProject<Projects.MtlsAspire_Clients_Scenarios>("scenarios", launchProfileName: null)
            .WithArgs("--certs", pki.Resource.Certs, "--config", pki.Resource.Declarations)
            .WithReference(box)
            .WithEnvironment(context =>
            {
                var model = context.ExecutionContext.ServiceProvider.GetRequiredService<DistributedApplicationModel>();
                if (model.Resources.FirstOrDefault(resource => resource.Name == "aspire-dashboard") is not IResourceWithEndpoints dashboard) return;
                context.EnvironmentVariables["SCENARIOS_DASHBOARD"] = new EndpointReference(dashboard, "http");
                context.EnvironmentVariables["SCENARIOS_DASHBOARD_KEY"] = builder.Configuration["AppHost:DashboardApiKey"] ?? "";
            })
            .WaitFor(box)
            .WithExplicitStart()
            .WithParentRelationship(group)
            .WithIconName("ClipboardTaskListLtr");
        builder.AddProject<Projects.MtlsAspire_Clients_Load>("load", launchProfileName: null)
            .WithMutualTls(pki, GoodClient)
            .WithArgs("--rate", "100", "--connections", "4", "--duration", "60")
            .WithReference(box)
            .WaitFor(box)
            .WithExplicitStart()
            .WithParentRelationship(group)
            .WithIconName("TopSpeed");
    }
}
