using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using MtlsAspire.Pki.Est;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Service;

/// <summary>
/// Revocation lists and CA certificates for everybody, over plain HTTP, since both are signed (RFC 5280, 4.2.1.13 and 4.2.2.1;
/// media types RFC 2585, 4).
/// </summary>
internal sealed class PublicationEndpoints(Publications publications, PkiAuthority authority, TimeProvider clock)
{
    // What a cache keeps, a revocation takes longer to get through.
    private static readonly TimeSpan LongestCaching = TimeSpan.FromMinutes(1);

    /// <summary>Maps <c>/crl/NAME.crl</c>, <c>/aia/NAME.crt</c> and <c>/aia/NAME.p7c</c>; NAME is a key identifier, <c>ca</c> or <c>issuing-ca</c>.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/crl/{name}.crl", GetList).AllowAnonymous();
        endpoints.MapGet("/aia/{name}.crt", GetCertificate).AllowAnonymous();
        endpoints.MapGet("/aia/{name}.p7c", GetBundle).AllowAnonymous();
    }

    private FileContentHttpResult GetList(string name, HttpResponse response)
    {
        if (publications.FindList(name) is not { } list)
        {
            throw RefusedException.NotFound($"There is no revocation list of a CA called '{name}': give its key identifier, or ca or issuing-ca.");
        }

        var remaining = list.NextUpdate - clock.GetUtcNow();
        SetCaching(response, remaining < LongestCaching ? remaining : LongestCaching);
        response.Headers.Expires = HeaderUtilities.FormatDate(list.NextUpdate);
        return Bytes(list.Der.ToArray(), "application/pkix-crl", list.ThisUpdate);
    }

    private FileContentHttpResult GetCertificate(string name, HttpResponse response)
    {
        if (publications.FindAuthority(name) is not { } record)
        {
            throw RefusedException.NotFound($"There is no CA called '{name}': give its key identifier, or ca or issuing-ca.");
        }

        SetCaching(response, LongestCaching);
        return Bytes(record.Certificate.ToArray(), "application/pkix-cert", lastModified: null);
    }

    private FileContentHttpResult GetBundle(string name, HttpResponse response)
    {
        AuthorityRole? role = name switch
        {
            CertificateFiles.Root => AuthorityRole.Root,
            CertificateFiles.Issuing => AuthorityRole.Issuing,
            _ => null,
        };
        if (role is null)
        {
            throw RefusedException.NotFound($"There are no CAs called '{name}': give ca or issuing-ca.");
        }

        SetCaching(response, LongestCaching);
        return Bytes(CertsOnly.Encode(AuthorityBundles.Of(authority.Ledger, role.Value)), "application/pkcs7-mime", lastModified: null);
    }

    private static void SetCaching(HttpResponse response, TimeSpan duration) =>
        response.Headers.CacheControl = $"max-age={(long)Math.Max(0, duration.TotalSeconds)}, public, no-transform, must-revalidate";

    private static FileContentHttpResult Bytes(byte[] content, string type, DateTimeOffset? lastModified) => TypedResults.Bytes(
        content, type, lastModified: lastModified, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\""));
}
