using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Certificate;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// Makes the principal of a client. The claims are those of Microsoft.AspNetCore.Authentication.Certificate, but with
/// every subject alternative name instead of the first of each kind, and the roles.
/// </summary>
internal static class PeerPrincipal
{
    public static ClaimsPrincipal Create(PeerCertificate certificate)
    {
        var identity = new ClaimsIdentity(CertificateAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim("issuer", certificate.Issuer));
        identity.AddClaim(new Claim(ClaimTypes.Thumbprint, certificate.Sha256, ClaimValueTypes.HexBinary));
        identity.AddClaim(new Claim(ClaimTypes.X500DistinguishedName, certificate.Subject));
        identity.AddClaim(new Claim(ClaimTypes.SerialNumber, certificate.SerialNumber));
        if (certificate.CommonName.Length > 0) identity.AddClaim(new Claim(ClaimTypes.Name, certificate.CommonName));
        foreach (var role in certificate.Roles) identity.AddClaim(new Claim(ClaimTypes.Role, role));
        foreach (var name in certificate.SubjectAlternativeNames)
        {
            identity.AddClaim(new Claim(ClaimType(name), name.Value));
            if (name.IsSpiffeId) identity.AddClaim(new Claim(PeerClaimTypes.SpiffeId, name.Value));
        }

        return new ClaimsPrincipal(identity);
    }

    private static string ClaimType(SubjectAlternativeName name) => name.Kind switch
    {
        SubjectAlternativeName.Dns => ClaimTypes.Dns,
        SubjectAlternativeName.Uri => ClaimTypes.Uri,
        SubjectAlternativeName.Email => ClaimTypes.Email,
        _ => PeerClaimTypes.IPAddress,
    };
}
