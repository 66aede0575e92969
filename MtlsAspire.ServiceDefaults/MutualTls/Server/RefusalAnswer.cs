using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>Answers a request that needs a client certificate and has no good one: 401 and problem details (RFC 9457).</summary>
internal static class RefusalAnswer
{
    public static async Task WriteAsync(CertificateChallengeContext challenge)
    {
        var context = challenge.HttpContext;
        var verdict = context.Features.Get<IPeerCertificateFeature>()?.Connection?.Verdict;
        challenge.HandleResponse();
        // The verdict is that of the handshake: what was refused then may be accepted by the next one, so this connection ends here.
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 9110, section 15.5.2, wants a challenge with every 401; for TLS there is no registered scheme.
        context.Response.Headers.WWWAuthenticate = CertificateAuthenticationDefaults.AuthenticationScheme;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status401Unauthorized,
                Title = "Client authentication failed",
                Detail = verdict?.Explanation ?? "A client certificate is needed; connect by https.",
                Extensions = { ["reason"] = verdict?.Code ?? "certificate_missing" },
            },
        });
    }
}
