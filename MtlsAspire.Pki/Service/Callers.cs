using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Pki.Service;

/// <summary>Who calls, as the ledger knows them. Mutual TLS has examined the certificate; that it was not revoked a moment ago the ledger knows best.</summary>
internal sealed class Callers(PkiAuthority authority, TimeProvider clock)
{
    /// <summary>The ledger's entry for the certificate of a connection.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="RefusedException">There is no certificate, the ledger does not know it, or it is revoked or expired.</exception>
    public LedgerEntry Require(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            throw RefusedException.Unauthorized("certificate_missing", "A client certificate of this PKI is needed: connect with one.");
        }

        if (context.User.Identity is not { IsAuthenticated: true })
        {
            var verdict = context.Features.Get<IPeerCertificateFeature>()?.Connection?.Verdict;
            throw RefusedException.Unauthorized(verdict?.Code ?? "bad_certificate", verdict?.Explanation ?? "The client certificate was not accepted.");
        }

        var entry = KeyIdentifier.OfIssuer(certificate) is { } issuer ? authority.Find(issuer, certificate.SerialNumber) : null;
        if (entry is null || !entry.Der.Span.SequenceEqual(certificate.RawDataMemory.Span))
        {
            throw RefusedException.Unauthorized("certificate_unknown", $"The ledger does not know the client certificate {Name(certificate)}: use one that this CA issued.");
        }

        return entry.StatusAt(clock.GetUtcNow()) switch
        {
            LedgerStatus.Good => entry,
            LedgerStatus.Revoked => throw RefusedException.Unauthorized(
                "certificate_revoked", $"The client certificate {Name(certificate)} was revoked at {entry.Revocation!.At:u}: enrol anew with a token."),
            _ => throw RefusedException.Unauthorized(
                "certificate_expired", $"The client certificate {Name(certificate)} is valid from {entry.NotBefore:u} to {entry.NotAfter:u} only: enrol anew with a token."),
        };
    }

    private static string Name(X509Certificate2 certificate) => $"'{certificate.Subject}', serial number {certificate.SerialNumber},";
}
