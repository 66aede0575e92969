using Microsoft.AspNetCore.Authorization;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>The client must have one of these SPIFFE IDs.</summary>
/// <param name="patterns">SPIFFE IDs; one that ends with <c>/*</c> means all below it.</param>
internal sealed class SpiffeIdRequirement(IReadOnlyList<string> patterns) : AuthorizationHandler<SpiffeIdRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SpiffeIdRequirement requirement)
    {
        var id = context.User.FindFirst(PeerClaimTypes.SpiffeId)?.Value;
        if (id is not null && patterns.Any(pattern => Matches(pattern, id))) context.Succeed(requirement);
        else context.Fail(new AuthorizationFailureReason(this, $"The client's SPIFFE ID {id ?? "(none)"} is not among those that may do this: {string.Join(", ", patterns)}."));
        return Task.CompletedTask;
    }

    private static bool Matches(string pattern, string id) => pattern.EndsWith("/*", StringComparison.Ordinal)
        ? id.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : id == pattern;
}
