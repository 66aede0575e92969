using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>Puts <see cref="RequestTelemetryMiddleware"/> first in the pipeline, so that it sees how every request ends.</summary>
internal sealed class RequestTelemetryStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestTelemetryMiddleware>();
        next(app);
    };
}
