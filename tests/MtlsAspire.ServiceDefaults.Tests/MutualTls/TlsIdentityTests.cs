using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Loading the service's own identity, and what a person is told when it cannot be loaded.</summary>
public sealed class TlsIdentityTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void Leaf_key_and_intermediates_are_loaded_and_the_root_is_left_out()
    {
        using var leaf = _pki.IssueClient();
        var options = Options(leaf);
        File.AppendAllText(options.Certificate!, "\n" + _pki.Root.Certificate.ExportCertificatePem());

        var identity = TlsIdentity.Load(options, TimeProvider.System);

        Assert.Equal(leaf.Thumbprint, identity.Leaf.Thumbprint);
        Assert.True(identity.Leaf.HasPrivateKey);
        Assert.Equal(_pki.Issuing.Certificate.Thumbprint, Assert.Single(identity.Intermediates).Thumbprint);
        Assert.Equal(_pki.Issuing.Certificate.Thumbprint, Assert.Single(identity.Context.IntermediateCertificates).Thumbprint);
    }

    [Theory]
    [InlineData("no setting", "MutualTls:Certificate is not set; set it")]
    [InlineData("no file", "MutualTls:Certificate: file '{certificate}' does not exist; correct the path")]
    [InlineData("a directory", "MutualTls:Certificate: file '{certificate}' cannot be read (")]
    [InlineData("no certificate", "MutualTls:Certificate: file '{certificate}' holds no certificate (-----BEGIN CERTIFICATE-----); name")]
    [InlineData("bad PEM", "MutualTls:Certificate: file '{certificate}' is not valid PEM")]
    [InlineData("expired", "MutualTls:Certificate: file '{certificate}' cannot be used: certificate 'CN=client1, O=MtlsAspire' expired at 20")]
    [InlineData("not yet valid", "MutualTls:Certificate: file '{certificate}' cannot be used: certificate 'CN=client1, O=MtlsAspire' is not valid before 20")]
    [InlineData("no key file", "MutualTls:Key: file '{key}' does not exist; correct the path")]
    [InlineData("no private key", "MutualTls:Key: file '{key}' holds no private key (-----BEGIN PRIVATE KEY-----); name")]
    [InlineData("encrypted key", "MutualTls:Key: file '{key}' is encrypted; decrypt it")]
    [InlineData("key of another certificate", "MutualTls:Key: file '{key}' is not the key of certificate 'CN=client1, O=MtlsAspire'; name")]
    [InlineData("key of another kind", "MutualTls:Key: file '{key}' is malformed, or of another kind than the key of certificate")]
    [InlineData("malformed key", "MutualTls:Key: file '{key}' is malformed, or of another kind than the key of certificate")]
    public void What_is_wrong_is_told_in_one_line_with_setting_file_and_next_step(string problem, string message)
    {
        using var leaf = Leaf(problem);
        var options = Options(leaf);
        Break(options, problem);

        var exception = Assert.Throws<ConfigurationException>(() => TlsIdentity.Load(options, TimeProvider.System));

        var expected = message
            .Replace("{certificate}", options.Certificate, StringComparison.Ordinal)
            .Replace("{key}", options.Key, StringComparison.Ordinal);
        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private X509Certificate2 Leaf(string problem) => _pki.Issuing.Issue(LeafRequest.Client("client1") with
    {
        Validity = problem switch
        {
            "expired" => TestPki.Expired,
            "not yet valid" => TestPki.NotYetValid,
            _ => null,
        },
    });

    private MutualTlsOptions Options(X509Certificate2 leaf)
    {
        _pki.Write(leaf);
        return new MutualTlsOptions
        {
            Certificate = _pki.PathOf("client1.crt"),
            Key = _pki.PathOf("client1.key"),
            TrustAnchors = _pki.AnchorsPath,
        };
    }

    private static void Break(MutualTlsOptions options, string problem)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        switch (problem)
        {
            case "no setting": options.Certificate = null; break;
            case "no file": File.Delete(options.Certificate!); break;
            case "a directory":
                File.Delete(options.Certificate!);
                Directory.CreateDirectory(options.Certificate!);
                break;
            case "no certificate": File.WriteAllText(options.Certificate!, "nothing"); break;
            case "bad PEM": File.WriteAllText(options.Certificate!, PemEncoding.WriteString("CERTIFICATE", [1, 2, 3])); break;
            case "no key file": File.Delete(options.Key!); break;
            case "no private key": File.Copy(options.Certificate!, options.Key!, overwrite: true); break;
            case "encrypted key":
                var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);
                File.WriteAllText(options.Key!, other.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters));
                break;
            case "key of another certificate": File.WriteAllText(options.Key!, other.ExportPkcs8PrivateKeyPem()); break;
            case "key of another kind": File.WriteAllText(options.Key!, rsa.ExportPkcs8PrivateKeyPem()); break;
            case "malformed key": File.WriteAllText(options.Key!, PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3])); break;
            case "expired" or "not yet valid": break;
            default: throw new ArgumentOutOfRangeException(nameof(problem), problem, "no such problem");
        }
    }
}
