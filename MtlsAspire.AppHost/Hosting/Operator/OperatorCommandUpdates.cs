using Microsoft.Extensions.Hosting;

namespace MtlsAspire.Hosting.Operator;

/// <summary>
/// Offers the commands of the resources of a PKI when its CA begins to run, and no longer when it ends: by itself a resource
/// offers its commands anew only when something about the resource itself changes.
/// </summary>
internal sealed class OperatorCommandUpdates(PkiResource pki, ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var offered = false;
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (!ReferenceEquals(change.Resource, pki.Authority) || OperatorCommands.IsRunning(change.Snapshot) == offered)
            {
                continue;
            }

            offered = !offered;
            foreach (var resource in model.Resources.Where(each => each.Annotations.OfType<MutualTlsIdentityAnnotation>().Any(identity => identity.Pki == pki)))
            {
                await notifications.PublishUpdateAsync(resource, snapshot => snapshot);
            }
        }
    }
}
