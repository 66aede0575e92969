namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// The running instance of a resource. Its name is the id of the resource in notifications, logs, commands,
/// the dashboard and telemetry.
/// </summary>
/// <param name="name">Unique in the application, such as <c>web-abcdefgh</c>.</param>
internal sealed class ResourceInstanceAnnotation(string name) : IResourceAnnotation
{
    public string Name { get; } = name;
}
