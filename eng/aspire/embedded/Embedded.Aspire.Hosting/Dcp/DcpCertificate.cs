using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// A certificate for DCP's API server. DCP would make its own, but RSA with 4096 bits: that takes seconds, and with a
/// certificate of our own we know exactly which one to expect.
/// </summary>
internal sealed class DcpCertificate
{
    private DcpCertificate(string certificatePath, string keyPath, byte[] rawData)
    {
        CertificatePath = certificatePath;
        KeyPath = keyPath;
        RawData = rawData;
    }

    /// <summary>The file with the certificate (PEM).</summary>
    public string CertificatePath { get; }

    /// <summary>The file with the private key (PEM, PKCS #8), which only this user can read.</summary>
    public string KeyPath { get; }

    /// <summary>The certificate (DER).</summary>
    public byte[] RawData { get; }

    /// <summary>Makes a new key and a self-signed certificate for 127.0.0.1 and localhost.</summary>
    public static DcpCertificate Create(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        // Valid longer than any session: DCP's own parts check the time. The key goes with the session.
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));

        var certificatePath = Path.Combine(directory, "tls.pem");
        var keyPath = Path.Combine(directory, "tls.key");
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        WritePrivately(keyPath, key.ExportPkcs8PrivateKeyPem());
        return new DcpCertificate(certificatePath, keyPath, certificate.RawData);
    }

    private static void WritePrivately(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
