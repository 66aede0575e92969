using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Locks;

/// <summary>
/// Answers a client whom a lock keeps out: 403 with box and lock. An item that is hidden from a client is answered as one
/// that is not there, after the same work.
/// </summary>
internal sealed class LockedAnswer : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        !authorizeResult.Forbidden ? _default.HandleAsync(next, context, policy, authorizeResult)
        : context.Features.Get<ShutLock>() is { } shut ? AnswerAsync(context, shut)
        : ProblemWriter.WriteAsync(context, new BoxProblem(
            StatusCodes.Status403Forbidden, "identity_not_allowed", "This client may not do this", $"The client '{context.User.Identity?.Name}' may not do this."));

    private static async Task AnswerAsync(HttpContext context, ShutLock shut)
    {
        if (shut.IsHiding && shut.Attempt.Operation is Operations.ReadItem or Operations.DeleteItem && shut.Attempt.Item is { } name)
        {
            await LookInVainAsync(context, name);
            throw new ProblemException(BoxProblem.UnknownItem);
        }

        if (shut.Decision.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await ProblemWriter.WriteAsync(context, new BoxProblem(
            StatusCodes.Status403Forbidden, shut.Decision.Reason, "A lock of the box stayed shut", shut.Decision.Explanation));
    }

    // What a request for an unknown item does, so that the time taken does not tell one from the other.
    private static async Task LookInVainAsync(HttpContext context, string name)
    {
        try
        {
            await context.RequestServices.GetRequiredService<ItemStore>().FindAsync(Collection.Items, name, context.RequestAborted);
        }
        catch (TamperedException)
        {
            // Not for this client to know; whoever may read the item will be told.
        }
    }
}
