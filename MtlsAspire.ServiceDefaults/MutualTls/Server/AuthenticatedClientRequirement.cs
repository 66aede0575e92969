using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// What holds for every endpoint that says nothing else: the client must be authenticated. So no request of a refused
/// client is answered by anything but the refusal, unknown paths included. On plain http, what is not there may be not found.
/// </summary>
internal sealed class AuthenticatedClientRequirement : AuthorizationHandler<AuthenticatedClientRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AuthenticatedClientRequirement requirement)
    {
        var isNobodysPath = context.Resource is HttpContext http && !http.Request.IsHttps && http.GetEndpoint() is null;
        if (isNobodysPath || context.User.Identity?.IsAuthenticated == true) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
