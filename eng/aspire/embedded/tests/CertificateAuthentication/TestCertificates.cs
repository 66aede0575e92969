using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Embedded.Aspire.Tests.CertificateAuthentication;

/// <summary>Root, issuing CA, and leaves as a test wants them.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly List<IDisposable> _made = [];

    // One for all: a second later, a leaf would outlive its issuer.
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public TestCertificates()
    {
        Root = Make("CN=Root", issuer: null, isAuthority: true);
        Issuing = Make("CN=Issuing", Root, isAuthority: true);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Issuing { get; }

    public X509Certificate2 Leaf(string? purpose = ClientAuthentication, int startDays = -1, int endDays = 1) =>
        Make("CN=client, O=Test", Issuing, isAuthority: false, purpose, startDays, endDays);

    public X509Certificate2 SelfSigned() => Make("CN=self, O=Test", issuer: null, isAuthority: false, ClientAuthentication);

    public void Dispose() => _made.ForEach(made => made.Dispose());

    private X509Certificate2 Make(
        string subject, X509Certificate2? issuer, bool isAuthority, string? purpose = null, int startDays = -1, int endDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (purpose is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        if (!isAuthority)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("first.test");
            names.AddDnsName("second.test");
            names.AddEmailAddress("client@first.test");
            names.AddUri(new Uri("spiffe://test/client"));
            names.AddUserPrincipalName("client@upn.test");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        // A leaf's period lies within its issuers', whatever the test asks for.
        var notBefore = _now.AddDays(isAuthority ? -30 : startDays);
        var notAfter = _now.AddDays(isAuthority ? 30 : endDays);
        using var certificate = issuer is null
            ? request.CreateSelfSigned(notBefore, notAfter)
            : request.Create(issuer, notBefore, notAfter, RandomNumberGenerator.GetBytes(8));
        var made = issuer is null ? new X509Certificate2(certificate) : certificate.CopyWithPrivateKey(key);
        _made.Add(made);
        return made;
    }
}
