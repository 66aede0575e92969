using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the parts of the orchestration share while an application runs.</summary>
internal sealed record OrchestrationServices(
    IServiceProvider Provider,
    DcpClient Dcp,
    ExecutableFactory Executables,
    ResourceNotificationService Notifications,
    ResourceLoggerService Loggers,
    IDistributedApplicationEventing Eventing,
    CancellationToken Stopping)
{
    /// <summary>Publishes an event to handlers for which nobody waits. If one of them fails, the log of the resource says it.</summary>
    public async Task RaiseAsync<T>(T @event)
        where T : IDistributedApplicationResourceEvent
    {
        try
        {
            await Task.Run(() => Eventing.PublishAsync(@event, EventDispatchBehavior.BlockingConcurrent, Stopping), Stopping);
        }
        catch (Exception e) when (!Stopping.IsCancellationRequested)
        {
            OrchestrationLog.HandlerFailed(Loggers.GetLogger(@event.Resource), typeof(T).Name, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }
}
