using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Whether this service can be trusted by its peers, and can tell whom to trust.</summary>
internal sealed class MutualTlsHealthCheck(IdentityStore identity, TrustStore trust, RevocationListDownloads downloads, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var leaf = identity.Current.Leaf;
        if (time.GetUtcNow().UtcDateTime > leaf.NotAfter.ToUniversalTime())
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(
                $"The certificate '{leaf.Subject}' expired at {Certificates.Iso8601(leaf.NotAfter)}; every peer refuses it. Renew it."));
        }

        string[] problems = [.. new[] { identity.Source.Problem, trust.Source.Problem }.OfType<string>(), .. downloads.Problems];
        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy($"The certificate '{leaf.Subject}' is valid to {Certificates.Iso8601(leaf.NotAfter)}.")
            : HealthCheckResult.Degraded(string.Join(' ', problems)));
    }
}
