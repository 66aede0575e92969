using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>Two PKIs, A and B, and the files of a server and a client that move from one to the other and back.</summary>
internal sealed class RolloverPki : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly (CertificateAuthority Root, CertificateAuthority Issuing)[] _authorities = [Create("A"), Create("B")];
    private int _current;

    public RolloverPki()
    {
        Trust(0);
        Rotate();
    }

    /// <summary>Which of the two issues.</summary>
    public string Current => _current == 0 ? "A" : "B";

    /// <summary>New certificates for both, from whoever issues now.</summary>
    public void Rotate()
    {
        Write("server", LeafRequest.Server("server", "localhost", "127.0.0.1"));
        Write("client", LeafRequest.Client("client1"));
    }

    /// <summary>A+B: both are trusted, whoever issues.</summary>
    public void TrustBoth() => Trust(0, 1);

    /// <summary>The other one issues from now on, and both sides have new certificates.</summary>
    public void Switch()
    {
        _current = 1 - _current;
        Rotate();
    }

    /// <summary>Only the one that issues is trusted.</summary>
    public void TrustCurrent() => Trust(_current);

    /// <summary>The command line of one of them.</summary>
    public string[] Settings(string name) =>
    [
        $"--MutualTls:Certificate={_directory.Combine($"{name}.crt")}",
        $"--MutualTls:Key={_directory.Combine($"{name}.key")}",
        $"--MutualTls:TrustAnchors={_directory.Combine("ca.crt")}",
        $"--MutualTls:Intermediates={_directory.Combine("issuing-ca.crt")}",
        $"--MutualTls:RevocationLists={_directory.Combine("all.crl")}",
    ];

    public void Dispose()
    {
        foreach (var (root, issuing) in _authorities)
        {
            issuing.Dispose();
            root.Dispose();
        }

        _directory.Dispose();
    }

    private static (CertificateAuthority Root, CertificateAuthority Issuing) Create(string name)
    {
        var root = CertificateAuthority.CreateRoot($"Root CA {name}");
        return (root, root.CreateIssuing($"Issuing CA {name}"));
    }

    private void Trust(params int[] which)
    {
        var trusted = Array.ConvertAll(which, index => _authorities[index]);
        Replace("all.crl", trusted.SelectMany(pair => new[] { List(pair.Root), List(pair.Issuing) }));
        Replace("issuing-ca.crt", trusted.Select(pair => pair.Issuing.Certificate.ExportCertificatePem()));
        Replace("ca.crt", trusted.Select(pair => pair.Root.Certificate.ExportCertificatePem()));
    }

    private static string List(CertificateAuthority authority) => PemEncoding.WriteString(
        "X509 CRL", authority.SignRevocationList(new CertificateRevocationListBuilder(), number: 1, TimeSpan.FromDays(1)));

    private void Write(string name, LeafRequest request)
    {
        var issuing = _authorities[_current].Issuing;
        using var leaf = issuing.Issue(request);
        // Two files cannot be exchanged at once; until they match, the old pair stays in use.
        Replace($"{name}.key", [leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()]);
        Replace($"{name}.crt", [leaf.ExportCertificatePem(), issuing.Certificate.ExportCertificatePem()]);
    }

    private void Replace(string name, IEnumerable<string> blocks) => TestPki.Replace(_directory.Combine(name), string.Join('\n', blocks) + "\n");
}
