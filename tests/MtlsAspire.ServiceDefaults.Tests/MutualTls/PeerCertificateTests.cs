using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>The description of a certificate, of an odd one too.</summary>
public sealed class PeerCertificateTests
{
    [Fact]
    public void Times_are_UTC_with_milliseconds_and_the_hash_is_upper_case()
    {
        using var certificate = SelfSigned(null);

        var description = new PeerCertificate(certificate);

        Assert.Equal("2026-11-22T03:31:00.000Z", description.NotBeforeText);
        Assert.Equal("2027-02-20T03:31:00.000Z", description.NotAfterText);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(certificate.RawData)), description.Sha256);
        Assert.Equal("CN=client1, O=MtlsAspire", description.Subject);
    }

    [Theory]
    [InlineData("30020500", "")] // an unknown kind: NULL
    [InlineData("3006870401020304", "IP:1.2.3.4")]
    [InlineData("3005870301 0203", "IP:010203")] // three octets are no address
    [InlineData("3003820161", "DNS:a")]
    [InlineData("30038101", "")] // cut off
    [InlineData("FF", "")]
    public void Odd_names_are_shown_as_they_are_or_not_at_all(string extension, string expected)
    {
        var data = Convert.FromHexString(extension.Replace(" ", "", StringComparison.Ordinal));
        using var certificate = SelfSigned(new X509Extension("2.5.29.17", data, critical: false));

        var names = new PeerCertificate(certificate).SubjectAlternativeNames;

        Assert.Equal(expected, string.Join(',', names.Select(name => $"{name.Kind}:{name.Value}")));
    }

    private static X509Certificate2 SelfSigned(X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client1, O=MtlsAspire", key, HashAlgorithmName.SHA256);
        if (extension is not null) request.CertificateExtensions.Add(extension);
        var notBefore = new DateTimeOffset(2026, 11, 22, 3, 31, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(notBefore, notBefore.AddDays(90));
    }
}
