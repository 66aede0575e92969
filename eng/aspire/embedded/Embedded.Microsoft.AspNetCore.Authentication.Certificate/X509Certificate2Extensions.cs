using System.Security.Cryptography.X509Certificates;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>What certificate authentication asks of a certificate.</summary>
public static class X509Certificate2Extensions
{
    /// <summary>Tells whether a certificate names itself as its issuer (its signature is not checked).</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>Whether subject and issuer are the same bytes.</returns>
    public static bool IsSelfSigned(this X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
    }
}
