using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One follower of all resources.</summary>
/// <param name="current">Every resource as it was after the subscription began.</param>
/// <param name="changes">Every change since the subscription began.</param>
/// <param name="end">Ends the subscription.</param>
internal sealed class ResourceSubscription(IReadOnlyList<ResourceEvent> current, ChannelReader<ResourceEvent> changes, Action end) : IDisposable
{
    // Changes that came before the current state was read are in the channel too: their version tells.
    private readonly Dictionary<string, long> _seen = current.ToDictionary(resource => resource.ResourceId, resource => resource.Snapshot.Version);

    /// <summary>Every resource as it is at the beginning.</summary>
    public IReadOnlyList<ResourceEvent> Current => current;

    /// <summary>Gives the later changes in their order, as many at once as there are.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ResourceEvent>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await changes.WaitToReadAsync(cancellationToken))
        {
            var batch = new List<ResourceEvent>();
            while (changes.TryRead(out var change))
            {
                if (change.Snapshot.Version > _seen.GetValueOrDefault(change.ResourceId))
                {
                    batch.Add(change);
                }
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }

    public void Dispose() => end();
}
