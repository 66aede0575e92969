namespace Aspire.Hosting.ApplicationModel;

/// <summary>Options of <see cref="ResourceNotificationService"/>.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What waits do when the awaited resource ends or fails to start.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }
}
