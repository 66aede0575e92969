using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>Signing requests in the encoding of EST, and credentials in that of HTTP.</summary>
internal static class Csr
{
    /// <summary>A request with a new key.</summary>
    public static byte[] Base64(string subject, params X509Extension[] extensions) => Encode(Der(subject, extensions));

    public static byte[] Der(string subject, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.CreateSigningRequest();
    }

    public static byte[] Encode(byte[] der) => Encoding.ASCII.GetBytes(Convert.ToBase64String(der));

    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
