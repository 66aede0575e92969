using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Benchmarks;

/// <summary>What a certificate costs: the platform's CertificateRequest alone, our CA, and our CA with its ledger (asked for: within 20 %).</summary>
[MemoryDiagnoser]
public class Issuing : IDisposable
{
    // As many as bulk issuing takes at once.
    private const int Batch = 200;

    private readonly string _directory = Directory.CreateTempSubdirectory("mtls-issuing-").FullName;
    private CertificateAuthority _root = null!;
    private CertificateAuthority _issuing = null!;
    private X509SignatureGenerator _generator = null!;
    private X509Certificate2 _issuer = null!;
    private PkiAuthority _pki = null!;
    private string[] _names = null!;
    private int _next;

    /// <summary>Makes the CAs.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        _root = CertificateAuthority.CreateRoot("Benchmark Root CA");
        _issuing = _root.CreateIssuing("Benchmark Issuing CA");

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Benchmark Issuing CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _issuer = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));
        _generator = X509SignatureGenerator.CreateForECDsa(key);

        await PkiBootstrap.RunAsync(new BootstrapOptions { Directory = _directory });
        _pki = await PkiAuthority.OpenAsync(new PkiAuthorityOptions { Directory = _directory });
        _names = [.. Enumerable.Range(0, Batch).Select(i => $"client{i}")];
    }

    /// <summary>A key and a certificate with the same extensions, by the platform alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public void CertificateRequestAlone()
    {
        foreach (var name in _names)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}, O=MtlsAspire", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CertificateProfile.ClientAuthentication)], critical: false));
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(new Uri($"spiffe://mtls.localhost/{name}"));
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
            using var certificate = request.Create(_issuer.SubjectName, _generator, new DateTimeOffset(_issuer.NotBefore), new DateTimeOffset(_issuer.NotAfter), RandomNumberGenerator.GetBytes(16));
        }
    }

    /// <summary>The same by our CA.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void OurAuthority()
    {
        foreach (var name in _names)
        {
            using var key = KeyPair.Create();
            using var certificate = _issuing.Issue(LeafRequest.Client(name), key.PublicKey);
        }
    }

    /// <summary>The same by our CA, and recorded in the ledger, on disk.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void OurAuthorityWithLedger()
    {
        var entries = new List<LedgerEntry>(Batch);
        foreach (var name in _names)
        {
            using var key = KeyPair.Create();
            using var certificate = _issuing.Issue(LeafRequest.Client(name), key.PublicKey);
            entries.Add(LedgerEntry.Of(certificate, $"{name}-{_next++}", LedgerKind.Leaf, DateTimeOffset.UtcNow, "benchmark"));
        }

        _pki.Ledger.Record(entries);
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _pki.Dispose();
        _issuer.Dispose();
        _issuing.Dispose();
        _root.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }
}
