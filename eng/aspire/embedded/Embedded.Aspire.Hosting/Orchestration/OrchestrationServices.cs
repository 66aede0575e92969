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
    IDistributedApplicationEventing Eventing);
