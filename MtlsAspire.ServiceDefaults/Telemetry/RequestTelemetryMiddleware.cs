using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using MtlsAspire.ServiceDefaults.Endpoints;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>
/// Adds to ASP.NET Core's request span what the framework leaves out: the TLS attributes of its connection, the route,
/// the status, and a name that holds the route (OpenTelemetry's HTTP semantic conventions).
/// </summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity ? InvokeAsync(context, activity) : next(context);

    private async Task InvokeAsync(HttpContext context, Activity activity)
    {
        context.Features.Get<IPeerCertificateFeature>()?.Connection?.AddTo(activity);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            // The server turns it into a 500 after we are gone.
            AddResult(activity, context, StatusCodes.Status500InternalServerError, exception.GetType().FullName);
            throw;
        }

        AddResult(activity, context, context.Response.StatusCode, errorType: null);
    }

    private static void AddResult(Activity activity, HttpContext context, int status, string? errorType)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<NotTracedMetadata>() is not null)
        {
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        if (endpoint is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            activity.SetTag("http.route", route);
            activity.DisplayName = $"{context.Request.Method} {route}";
        }

        activity.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError) return;

        activity.SetTag("error.type", errorType ?? status.ToString());
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
