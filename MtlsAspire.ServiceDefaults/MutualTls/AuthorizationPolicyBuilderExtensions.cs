using Microsoft.AspNetCore.Authorization;
using MtlsAspire.ServiceDefaults.MutualTls.Server;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Which identities may do something: for authorization policies.</summary>
public static class AuthorizationPolicyBuilderExtensions
{
    /// <summary>
    /// Lets clients pass that have one of these SPIFFE IDs. Others are answered 403 with problem details, reason
    /// <c>identity_not_allowed</c>.
    /// </summary>
    /// <param name="builder">The policy's builder.</param>
    /// <param name="patterns">SPIFFE IDs, as in <c>spiffe://mtls.localhost/client1</c>; one that ends with <c>/*</c> means all below it.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no pattern, or one is no SPIFFE ID.</exception>
    public static AuthorizationPolicyBuilder RequireSpiffeId(this AuthorizationPolicyBuilder builder, params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (patterns is not { Length: > 0 }) throw new ArgumentException("Name at least one SPIFFE ID.", nameof(patterns));
        if (Array.Find(patterns, pattern => !pattern.StartsWith("spiffe://", StringComparison.Ordinal)) is { } malformed)
            throw new ArgumentException($"'{malformed}' is no SPIFFE ID; write it like spiffe://mtls.localhost/client1.", nameof(patterns));

        return builder.RequireAuthenticatedUser().AddRequirements(new SpiffeIdRequirement(patterns));
    }
}
