using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Service;

/// <summary>Whether peers can rely on the service: its ledger answers, its revocation lists are not outdated, and OCSP has a signer for the issuing CA.</summary>
internal sealed class PkiHealthCheck(PkiAuthority authority, Publications publications, IOcspSigners signers, TimeProvider clock) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Fault() is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy());
        }
        catch (PkiException exception)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(exception.Message));
        }
    }

    private string? Fault()
    {
        var now = clock.GetUtcNow();
        foreach (var name in new[] { CertificateFiles.Root, CertificateFiles.Issuing })
        {
            if (publications.FindList(name) is not { } list)
            {
                return $"The revocation list of {name} is missing.";
            }

            if (list.NextUpdate <= now)
            {
                return $"The revocation list of {name} is outdated since {list.NextUpdate:u}.";
            }
        }

        var issuing = AuthorityBundles.Of(authority.Ledger, AuthorityRole.Issuing)[0];
        return signers.Find(IssuerId.Of(issuing).First()) is { } signer && !Validity.Of(signer.Certificate).IsOver(now)
            ? null
            : "There is no OCSP signer for the issuing CA.";
    }
}
