using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Keeps results, so that a certificate is not validated anew for each request.</summary>
public interface ICertificateValidationCache
{
    /// <summary>Looks up the result for a certificate.</summary>
    /// <param name="context">The request.</param>
    /// <param name="certificate">The certificate of the client.</param>
    /// <returns>The result, or <c>null</c> if there is none: then the certificate is validated.</returns>
    AuthenticateResult? Get(HttpContext context, X509Certificate2 certificate);

    /// <summary>Keeps the result for a certificate.</summary>
    /// <param name="context">The request.</param>
    /// <param name="certificate">The certificate of the client.</param>
    /// <param name="result">The result of its validation.</param>
    void Put(HttpContext context, X509Certificate2 certificate, AuthenticateResult result);
}
