using MtlsAspire.Hosting;

namespace MtlsAspire.AppHost.Boxes;

/// <summary>Adds boxes to the application: the same server each time, made a different box by its configuration.</summary>
internal static class BoxResourceBuilderExtensions
{
    /// <summary>Adds a box. Its locks are in <c>policies/{name}.json</c>, which it reads again whenever that changes.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The box's name, which is also that of its identity.</param>
    /// <param name="pki">What makes the certificates. The box's data lies below them: it can be read with these certificates' keys only.</param>
    /// <param name="serves">What it does: <c>items</c> (raw data), <c>runs</c> (processing), <c>results</c> (sealed results of others).</param>
    public static IResourceBuilder<ProjectResource> AddBox(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PkiResource> pki, string serves) =>
        builder.AddProject<Projects.MtlsAspire_Server>(name, launchProfileName: null)
            .WithMutualTls(pki)
            .WithEnvironment("Box__Name", name)
            .WithEnvironment("Box__Serves", serves)
            .WithEnvironment("Box__Data", pki.Resource.PathOf(Path.Combine("boxes", name)))
            .WithEnvironment("Box__Policy", Path.Combine(builder.AppHostDirectory, "policies", $"{name}.json"))
            .WithManagementEndpoint()
            .WithIconName("LockClosed");

    /// <summary>Has a box that processes take its input from another.</summary>
    public static IResourceBuilder<ProjectResource> TakesFrom(this IResourceBuilder<ProjectResource> box, IResourceBuilder<ProjectResource> source) =>
        box.WithReference(source).WithEnvironment("Box__Source", source.Resource.Name);

    /// <summary>Has a box that processes forward its sealed results to another.</summary>
    public static IResourceBuilder<ProjectResource> ForwardsTo(this IResourceBuilder<ProjectResource> box, IResourceBuilder<ProjectResource> next) =>
        box.WithReference(next).WithEnvironment("Box__Next", next.Resource.Name);

    /// <summary>Has a box accept the seals of another.</summary>
    public static IResourceBuilder<ProjectResource> AcceptsSealsOf(this IResourceBuilder<ProjectResource> box, string spiffeId) =>
        box.WithEnvironment("Box__Signers", spiffeId);
}
