using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Hosting;
using MtlsAspire.Hosting.Operator;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>Whom the operator's commands believe to be the CA.</summary>
public sealed class OperatorConnectionTests : IDisposable
{
    private readonly TemporaryDirectory _certs = new();
    private readonly X509Certificate2 _root = Root("Root");
    private readonly PkiResource _pki;

    public OperatorConnectionTests()
    {
        _pki = new PkiResource("pki", _certs.Path, _certs.Combine("pki.json"), "mtls.localhost");
        File.WriteAllText(_pki.TrustAnchors, _root.ExportCertificatePem());
        File.WriteAllText(_pki.Intermediates, _root.ExportCertificatePem());
        using var identity = Leaf(_root, "operator", "client.example");
        File.WriteAllText(_pki.CertificateOf("operator"), identity.ExportCertificatePem());
        File.WriteAllText(_pki.KeyOf("operator"), identity.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _root.Dispose();
        _certs.Dispose();
    }

    [Fact]
    public async Task A_server_of_another_CA_is_not_believed_and_hears_nothing()
    {
        using var other = Root("Root"); // by the same name
        using var certificate = Leaf(other, "ca", "localhost");

        var (message, heard) = await AskAsync(certificate);

        Assert.StartsWith("Nothing was sent: what answers at https://localhost:", message, StringComparison.Ordinal);
        Assert.Contains("Its certificate 'CN=ca' is refused: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(0, heard);
    }

    [Fact]
    public async Task A_server_by_another_name_is_not_believed_and_hears_nothing()
    {
        using var certificate = Leaf(_root, "ca", "elsewhere.example");

        var (message, heard) = await AskAsync(certificate);

        Assert.EndsWith("cannot be believed to be ca. Its certificate 'CN=ca' is not for the name localhost.", message, StringComparison.Ordinal);
        Assert.Equal(0, heard);
    }

    [Fact]
    public async Task Where_nobody_listens_it_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var client = new OperatorClient(new OperatorConnection(_pki, "ca", address));

        var exception = await Assert.ThrowsAsync<OperatorException>(() => client.GetExpiringAsync(30, CancellationToken.None));

        Assert.Equal($"ca cannot be reached at {address}: Connection refused. Its console log may tell why.", exception.Message);
    }

    [Fact]
    public void A_key_that_is_another_certificates_is_told_in_one_line()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_pki.KeyOf("operator"), key.ExportPkcs8PrivateKeyPem());

        var exception = Assert.Throws<OperatorException>(() => new OperatorConnection(_pki, "ca", new Uri("https://localhost:1")));

        Assert.StartsWith("The operator's certificate 'operator' or the trust anchors in ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private async Task<(string Message, int Heard)> AskAsync(X509Certificate2 server)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener, server);
        using var client = new OperatorClient(new OperatorConnection(_pki, "ca", new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}")));
        var exception = await Assert.ThrowsAsync<OperatorException>(() => client.GetExpiringAsync(30, CancellationToken.None));
        return (exception.Message, await heard);
    }

    private static async Task<int> HearAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            return await tls.ReadAsync(new byte[1]);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            return 0;
        }
    }

    private static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 issuer, string name, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(issuer, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddMinutes(30), RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
