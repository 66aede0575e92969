using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Authenticates a request by the certificate that its connection was made with.</summary>
internal sealed class CertificateAuthenticationHandler(
    IOptionsMonitor<CertificateAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<CertificateAuthenticationOptions>(options, logger, encoder)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private new CertificateAuthenticationEvents Events => (CertificateAuthenticationEvents)base.Events!;

    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new CertificateAuthenticationEvents());

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.IsHttps)
        {
            Logger.NotHttps();
            return AuthenticateResult.NoResult();
        }

        try
        {
            var certificate = await Context.Connection.GetClientCertificateAsync(Context.RequestAborted);
            if (certificate is null)
            {
                Logger.NoCertificate();
                return AuthenticateResult.NoResult();
            }

            return await AuthenticateAsync(certificate);
        }
        catch (Exception exception)
        {
            var result = await FailedAsync(exception);
            if (result is null) throw;
            return result;
        }
    }

    /// <summary>The connection is made, so the client cannot be asked for another certificate: this is a refusal (403).</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var challenge = new CertificateChallengeContext(Context, Scheme, Options, properties);
        await Events.Challenge(challenge);
        if (!challenge.Handled) await HandleForbiddenAsync(properties);
    }

    private async Task<AuthenticateResult> AuthenticateAsync(X509Certificate2 certificate)
    {
        var cache = Context.RequestServices.GetService<ICertificateValidationCache>();
        if (cache is not null)
        {
            Context.Features.Set(new ValidatingScheme(Scheme.Name));
            if (cache.Get(Context, certificate) is { } kept) return kept;
        }

        var result = Validate(certificate) is { } refusal
            ? AuthenticateResult.Fail(refusal)
            : await ValidatedAsync(certificate);
        if (result.Failure is { } failure) result = await FailedAsync(failure) ?? result;

        cache?.Put(Context, certificate, result);
        return result;
    }

    private async Task<AuthenticateResult> ValidatedAsync(X509Certificate2 certificate)
    {
        var validated = new CertificateValidatedContext(Context, Scheme, Options)
        {
            ClientCertificate = certificate,
            Principal = CertificatePrincipal.Create(certificate, Options.ClaimsIssuer),
        };
        await Events.CertificateValidated(validated);
        if (validated.Result is null) validated.Success();
        return validated.Result!;
    }

    private async Task<AuthenticateResult?> FailedAsync(Exception exception)
    {
        var failed = new CertificateAuthenticationFailedContext(Context, Scheme, Options) { Exception = exception };
        await Events.AuthenticationFailed(failed);
        return failed.Result;
    }

    /// <returns>Why the certificate is refused, or <c>null</c> if it is not.</returns>
    private string? Validate(X509Certificate2 certificate)
    {
        var selfSigned = certificate.IsSelfSigned();
        var type = selfSigned ? CertificateTypes.SelfSigned : CertificateTypes.Chained;
        if (!Options.AllowedCertificateTypes.HasFlag(type))
        {
            Logger.CertificateRejected(selfSigned ? "Self signed" : "Chained", certificate.Subject);
            return $"Options do not allow {(selfSigned ? "self signed" : "chained")} certificates.";
        }

        using var chain = new X509Chain { ChainPolicy = ChainPolicy(certificate, selfSigned) };
        try
        {
            if (chain.Build(certificate)) return null;
            Logger.CertificateFailedValidation(
                certificate.Subject,
                string.Join("; ", chain.ChainStatus.Select(status => $"{status.Status} {status.StatusInformation}")));
            return "Client certificate failed validation.";
        }
        finally
        {
            // Not done by disposing the chain.
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private X509ChainPolicy ChainPolicy(X509Certificate2 certificate, bool selfSigned)
    {
        var policy = new X509ChainPolicy();
        policy.ExtraStore.AddRange(Options.AdditionalChainCertificates);
        if (Options.ValidateCertificateUse) policy.ApplicationPolicy.Add(ClientAuthentication);
        if (!Options.ValidateValidityPeriod) policy.VerificationFlags |= X509VerificationFlags.IgnoreNotTimeValid;

        if (selfSigned)
        {
            // Nobody else vouches for it, and nobody can revoke it: whom it logs in is up to the application's event.
            policy.RevocationMode = X509RevocationMode.NoCheck;
            policy.VerificationFlags |= X509VerificationFlags.AllowUnknownCertificateAuthority
                | X509VerificationFlags.IgnoreEndRevocationUnknown;
            policy.ExtraStore.Add(certificate);
        }
        else
        {
            policy.RevocationFlag = Options.RevocationFlag;
            policy.RevocationMode = Options.RevocationMode;
            policy.TrustMode = Options.ChainTrustValidationMode;
            policy.CustomTrustStore.AddRange(Options.CustomTrustStore);
        }

        return policy;
    }
}
