using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Makes a certificate's default principal; its claims are the documented ones.</summary>
internal static class CertificatePrincipal
{
    // Where a claim type names one value, GetNameInfo gives the first of that kind.
    private static readonly (string ClaimType, X509NameType Name)[] NameClaims =
    [
        (ClaimTypes.Dns, X509NameType.DnsName),
        (ClaimTypes.Name, X509NameType.SimpleName),
        (ClaimTypes.Email, X509NameType.EmailName),
        (ClaimTypes.Upn, X509NameType.UpnName),
        (ClaimTypes.Uri, X509NameType.UrlName),
    ];

    public static ClaimsPrincipal Create(X509Certificate2 certificate, string? claimsIssuer)
    {
        var identity = new ClaimsIdentity(CertificateAuthenticationDefaults.AuthenticationScheme);
        Add("issuer", certificate.Issuer);
        Add(ClaimTypes.Thumbprint, certificate.Thumbprint, ClaimValueTypes.Base64Binary);
        Add(ClaimTypes.X500DistinguishedName, certificate.SubjectName.Name);
        Add(ClaimTypes.SerialNumber, certificate.SerialNumber);
        foreach (var (claimType, name) in NameClaims)
        {
            Add(claimType, certificate.GetNameInfo(name, forIssuer: false));
        }

        return new ClaimsPrincipal(identity);

        void Add(string type, string value, string valueType = ClaimValueTypes.String)
        {
            if (!string.IsNullOrWhiteSpace(value)) identity.AddClaim(new Claim(type, value, valueType, claimsIssuer));
        }
    }
}
