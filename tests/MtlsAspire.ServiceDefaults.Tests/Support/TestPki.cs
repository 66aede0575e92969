using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Tests.Support;

/// <summary>A PKI of a test's own: root, issuing CA and leaves as the test wants them, with their files.</summary>
public sealed class TestPki : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateRevocationListBuilder _revoked = new();
    private readonly CertificateRevocationListBuilder _revokedByRoot = new();
    private int _number;

    public TestPki()
    {
        Root = CertificateAuthority.CreateRoot("Test Root CA");
        Issuing = Root.CreateIssuing("Test Issuing CA");
        AnchorsPath = WriteText("ca.crt", Root.Certificate.ExportCertificatePem());
        IntermediatesPath = WriteText("issuing-ca.crt", Issuing.Certificate.ExportCertificatePem());
        RootListPath = WriteText("ca.crl", "");
        IssuingListPath = WriteText("issuing-ca.crl", "");
        PublishLists();
    }

    public CertificateAuthority Root { get; }

    public CertificateAuthority Issuing { get; }

    public string AnchorsPath { get; }

    public string IntermediatesPath { get; }

    public string RootListPath { get; }

    public string IssuingListPath { get; }

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

    /// <summary>Puts a certificate of the issuing CA on its revocation list, and publishes that.</summary>
    public void Revoke(X509Certificate2 certificate, X509RevocationReason reason = X509RevocationReason.KeyCompromise)
    {
        _revoked.AddEntry(certificate, DateTimeOffset.UtcNow.AddMinutes(-1), reason);
        PublishLists();
    }

    /// <summary>Puts a certificate of the root, which is that of a CA, on the root's revocation list, and publishes that.</summary>
    public void RevokeByRoot(X509Certificate2 certificate, X509RevocationReason reason)
    {
        _revokedByRoot.AddEntry(certificate, DateTimeOffset.UtcNow.AddMinutes(-1), reason);
        Replace(RootListPath, Pem(Root.SignRevocationList(_revokedByRoot, ++_number, TimeSpan.FromDays(1))));
    }

    /// <summary>A revocation list of some CA with nobody on it, in PEM.</summary>
    public static string EmptyList(CertificateAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Pem(authority.SignRevocationList(new CertificateRevocationListBuilder(), number: 100, TimeSpan.FromDays(1)));
    }

    /// <summary>Signs both revocation lists anew.</summary>
    public void PublishLists(TimeSpan? lifetime = null)
    {
        _number++;
        Replace(RootListPath, Pem(Root.SignRevocationList(_revokedByRoot, _number, lifetime ?? TimeSpan.FromDays(1))));
        Replace(IssuingListPath, Pem(Issuing.SignRevocationList(_revoked, _number, lifetime ?? TimeSpan.FromDays(1))));
    }

    /// <summary>Exchanges a file as a whole, as a careful administrator does.</summary>
    public static void Replace(string path, string text)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    public string[] Settings(string certificatePath, string keyPath) =>
    [
        $"--MutualTls:Certificate={certificatePath}",
        $"--MutualTls:Key={keyPath}",
        $"--MutualTls:TrustAnchors={AnchorsPath}",
        $"--MutualTls:Intermediates={IntermediatesPath}",
        $"--MutualTls:RevocationLists={RootListPath};{IssuingListPath}",
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

    private static string Pem(byte[] list) => PemEncoding.WriteString("X509 CRL", list);

    public void Dispose()
    {
        Issuing.Dispose();
        Root.Dispose();
        _directory.Dispose();
    }
}
