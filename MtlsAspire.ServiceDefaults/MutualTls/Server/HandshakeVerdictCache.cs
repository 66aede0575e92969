using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// Hands the result of a connection's handshake to certificate authentication, which therefore builds no chain of its
/// own for each request (and could build no right one: it does not have the intermediates that the client sent).
/// </summary>
/// <remarks>
/// All requests of a connection share one principal. It must not be changed; a claims transformation returns a new one.
/// </remarks>
internal sealed class HandshakeVerdictCache : ICertificateValidationCache
{
    public AuthenticateResult? Get(HttpContext context, X509Certificate2 certificate) =>
        (context.Features.Get<IPeerCertificateFeature>() as PeerCertificateFeature)?.Authentication;

    public void Put(HttpContext context, X509Certificate2 certificate, AuthenticateResult result)
    {
        // Nothing outlives its connection here.
    }
}
