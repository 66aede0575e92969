using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Finds the method a request asks for, runs it, and tells the client how it ended.</summary>
/// <param name="methods">The methods by request path.</param>
/// <param name="logger">Told of what methods throw.</param>
/// <param name="stopping">Ends all calls.</param>
internal sealed class GrpcDispatcher(IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods, ILogger logger, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) ||
            context.Request.ContentType?.StartsWith(GrpcCall.ContentType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        context.Response.ContentType = GrpcCall.ContentType;
        var path = context.Request.Path.Value ?? "";
        DashboardLog.CallStarted(logger, path);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var (status, message) = await RunAsync(path, new GrpcCall(context, ending.Token));
        DashboardLog.CallEnded(logger, path, status);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        Append(context.Response, "grpc-status", ((int)status).ToString());
        if (message is not null)
        {
            Append(context.Response, "grpc-message", Uri.EscapeDataString(message));
        }
    }

    // A response without messages has no trailers: its status is in the head.
    private static void Append(HttpResponse response, string name, string value)
    {
        if (response.HasStarted)
        {
            response.AppendTrailer(name, value);
        }
        else
        {
            response.Headers[name] = value;
        }
    }

    private async Task<(GrpcStatus Status, string? Message)> RunAsync(string path, GrpcCall call)
    {
        try
        {
            if (!methods.TryGetValue(path, out var method))
            {
                return (GrpcStatus.Unimplemented, $"There is no method {path}.");
            }

            await method(call);
            return (GrpcStatus.Ok, null);
        }
        catch (GrpcException exception)
        {
            return (exception.Status, exception.Message);
        }
        catch (Exception) when (call.Ending.IsCancellationRequested)
        {
            // Streams have no other end than this one.
            return (GrpcStatus.Ok, null);
        }
        catch (Exception exception)
        {
            DashboardLog.CallFailed(logger, path, exception);
            return (GrpcStatus.Internal, "The call failed; see the log of the AppHost.");
        }
    }
}
