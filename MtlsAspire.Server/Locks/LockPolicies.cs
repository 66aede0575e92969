using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace MtlsAspire.Server.Locks;

/// <summary>Makes the authorization policy of an operation from its locks, anew for each request, as the locks are now.</summary>
internal sealed class LockPolicies(LockBook locks, IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    private const string Prefix = "locks of ";

    public override bool AllowsCachingPolicies => false;

    /// <summary>The name of the policy of an operation.</summary>
    public static string NameOf(string operation) => Prefix + operation;

    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        policyName.StartsWith(Prefix, StringComparison.Ordinal)
            ? Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicy(locks.Current[policyName[Prefix.Length..]], authenticationSchemes: []))
            : base.GetPolicyAsync(policyName);
}
