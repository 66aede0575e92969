using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Tests.Support;

/// <summary>A PKI of a test's own: root, issuing CA and leaves as the test wants them, with their files.</summary>
public sealed class TestPki : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestPki()
    {
        Root = CertificateAuthority.CreateRoot("Test Root CA");
        Issuing = Root.CreateIssuing("Test Issuing CA");
        AnchorsPath = WriteText("ca.crt", Root.Certificate.ExportCertificatePem());
        IntermediatesPath = WriteText("issuing-ca.crt", Issuing.Certificate.ExportCertificatePem());
    }

    public CertificateAuthority Root { get; }

    public CertificateAuthority Issuing { get; }

    public string AnchorsPath { get; }

    public string IntermediatesPath { get; }

    public static Validity Expired => new(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-1));

    public static Validity NotYetValid => new(DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow.AddDays(10));

    public X509Certificate2 IssueClient(string name = "client1") => Issuing.Issue(LeafRequest.Client(name));

    public X509Certificate2 IssueServer(params string[] hosts) =>
        Issuing.Issue(LeafRequest.Server("server", hosts.Length > 0 ? hosts : ["localhost", "127.0.0.1", "::1"]));

    /// <summary>Writes a leaf with its chain, and its key, and returns the command line that names them.</summary>
    public string[] Write(X509Certificate2 leaf, bool withChain = true)
    {
        var name = leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var chain = withChain ? "\n" + Issuing.Certificate.ExportCertificatePem() : "";
        return Settings(
            WriteText($"{name}.crt", leaf.ExportCertificatePem() + chain),
            WriteText($"{name}.key", leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    public string[] Settings(string certificatePath, string keyPath) =>
    [
        $"--MutualTls:Certificate={certificatePath}",
        $"--MutualTls:Key={keyPath}",
        $"--MutualTls:TrustAnchors={AnchorsPath}",
        $"--MutualTls:Intermediates={IntermediatesPath}",
    ];

    public string WriteText(string name, string text)
    {
        var path = PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => _directory.Combine(name);

    /// <summary>An HTTP client that trusts this PKI's servers; not the code under test.</summary>
    public HttpClient CreateClient(
        Uri server,
        X509Certificate2? leaf = null,
        bool withChain = true,
        System.Security.Authentication.SslProtocols protocols = System.Security.Authentication.SslProtocols.None,
        Version? version = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { Root.Certificate },
            ExtraStore = { Issuing.Certificate },
        };
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                EnabledSslProtocols = protocols,
                ClientCertificateContext = leaf is null
                    ? null
                    : SslStreamCertificateContext.Create(leaf, withChain ? [Issuing.Certificate] : [], offline: true),
            },
        })
        {
            BaseAddress = server,
            Timeout = Eventually.Deadline,
            DefaultRequestVersion = version ?? System.Net.HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public void Dispose()
    {
        Issuing.Dispose();
        Root.Dispose();
        _directory.Dispose();
    }
}
