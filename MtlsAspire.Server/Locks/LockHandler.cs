using Microsoft.AspNetCore.Authorization;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Locks;

/// <summary>Tries the locks of a request's operation one after the other, until one stays shut.</summary>
internal sealed class LockHandler(LockTelemetry telemetry, TimeProvider time) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        var locks = context.Requirements.OfType<ILock>().ToArray();
        if (locks.Length == 0) return Task.CompletedTask;

        if (context.Resource is not HttpContext http || http.GetEndpoint()?.Metadata.GetMetadata<OperationMetadata>() is not { } operation)
        {
            context.Fail(new AuthorizationFailureReason(this, "The locks of a box open for requests of its operations only."));
            return Task.CompletedTask;
        }

        var attempt = AttemptOf(http, operation.Operation, time);
        foreach (var one in locks)
        {
            if (!one.Items.Include(attempt.Item))
            {
                context.Succeed(one);
                continue;
            }

            var decision = one.Try(attempt);
            telemetry.Tell(one, attempt, decision);
            if (!decision.IsOpen)
            {
                http.Features.Set(new ShutLock(one, attempt, decision));
                context.Fail(new AuthorizationFailureReason(this, decision.Explanation));
                return Task.CompletedTask;
            }

            context.Succeed(one);
        }

        return Task.CompletedTask;
    }

    /// <summary>Who asks for what in a request. The certificate counts only where the client was authenticated by it.</summary>
    public static LockAttempt AttemptOf(HttpContext http, string operation, TimeProvider time) => new(
        operation,
        http.GetRouteValue(OperationMetadata.ItemRouteValue) as string,
        http.User.Identity?.IsAuthenticated == true ? http.Features.Get<IPeerCertificateFeature>()?.Connection?.Certificate : null,
        time.GetUtcNow());
}
