namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last published snapshot of one resource, and what the next one is made from.</summary>
/// <param name="resource">The resource.</param>
/// <param name="id">The name of its instance.</param>
/// <param name="services">Given to commands that tell their state.</param>
internal sealed class PublishedResource(IResource resource, string id, IServiceProvider services)
{
    private readonly Lock _lock = new();
    private volatile CustomResourceSnapshot? _snapshot;

    public IResource Resource => resource;

    /// <summary>The last event, or null before the first one.</summary>
    public ResourceEvent? Last => _snapshot is { } snapshot ? new ResourceEvent(resource, id, snapshot) : null;

    /// <summary>
    /// Makes the next snapshot and passes it on. Updates of one resource come one after the other, and are passed on
    /// in the order of their versions. A snapshot with nothing new is not passed on.
    /// </summary>
    public void Update(Func<CustomResourceSnapshot, CustomResourceSnapshot> factory, Action<ResourceEvent, CustomResourceSnapshot?> publish)
    {
        lock (_lock)
        {
            var previous = _snapshot;
            var next = Complete(factory(previous ?? InitialSnapshot.Of(resource)));
            if (previous is null || !SnapshotContent.Same(previous, next))
            {
                next = next with { Version = (previous?.Version ?? 0) + 1 };
                _snapshot = next;
                publish(new ResourceEvent(resource, id, next), previous);
            }
        }
    }

    private CustomResourceSnapshot Complete(CustomResourceSnapshot snapshot)
    {
        if (snapshot.State?.Text != KnownResourceStates.Waiting)
        {
            snapshot = snapshot.WithoutProperty(KnownProperties.WaitingFor);
        }

        var commands = snapshot.Commands.ToList();
        foreach (var annotation in resource.Annotations.OfType<ResourceCommandAnnotation>())
        {
            var index = commands.FindIndex(command => command.Name == annotation.Name);
            var command = annotation.ToSnapshot(snapshot, services);
            if (index < 0)
            {
                commands.Add(command);
            }
            else
            {
                commands[index] = commands[index] with { State = command.State };
            }
        }

        return snapshot with { Commands = [.. commands] };
    }
}
