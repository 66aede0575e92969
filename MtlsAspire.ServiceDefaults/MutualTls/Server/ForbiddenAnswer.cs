using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>Answers an authenticated client that may not do what it asks for: 403 and problem details (RFC 9457).</summary>
internal sealed class ForbiddenAnswer : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Forbidden ? AnswerAsync(context, policy, authorizeResult) : _default.HandleAsync(next, context, policy, authorizeResult);

    private static async Task AnswerAsync(HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var reasons = authorizeResult.AuthorizationFailure?.FailureReasons.Select(reason => reason.Message).ToArray() ?? [];
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status403Forbidden,
                Title = "This client may not do this",
                Detail = reasons.Length > 0 ? string.Join(' ', reasons) : $"The client '{context.User.Identity?.Name}' lacks what this needs: {string.Join(", ", Describe(authorizeResult, policy))}.",
                Extensions = { ["reason"] = RefusalReason.IdentityNotAllowed.Code() },
            },
        });
    }

    private static IEnumerable<string?> Describe(PolicyAuthorizationResult result, AuthorizationPolicy policy) =>
        (result.AuthorizationFailure?.FailedRequirements.ToArray() is { Length: > 0 } failed ? failed : policy.Requirements).Select(requirement => requirement.ToString());
}
