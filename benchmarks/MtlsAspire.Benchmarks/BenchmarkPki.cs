using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using RevocationList = MtlsAspire.ServiceDefaults.MutualTls.Revocation.RevocationList;

namespace MtlsAspire.Benchmarks;

/// <summary>A PKI in memory, whose issuing CA has revoked many certificates.</summary>
internal sealed class BenchmarkPki : IDisposable
{
    private readonly CertificateAuthority _root = CertificateAuthority.CreateRoot("Benchmark Root CA");
    private readonly CertificateAuthority _issuing;

    /// <param name="revoked">How many certificates the issuing CA has revoked.</param>
    public BenchmarkPki(int revoked)
    {
        _issuing = _root.CreateIssuing("Benchmark Issuing CA");
        var list = new CertificateRevocationListBuilder();
        for (var i = 0; i < revoked; i++) list.AddEntry([1, .. RandomNumberGenerator.GetBytes(15)]);
        Trust = new TrustMaterial(
            [_root.Certificate.RawDataMemory],
            [_issuing.Certificate.RawDataMemory],
            [
                RevocationList.Parse(_root.SignRevocationList(new CertificateRevocationListBuilder(), number: 1, TimeSpan.FromDays(1))),
                RevocationList.Parse(_issuing.SignRevocationList(list, number: 1, TimeSpan.FromDays(1))),
            ]);
    }

    public TrustMaterial Trust { get; }

    public X509Certificate2 Issuing => _issuing.Certificate;

    public X509Certificate2 IssueClient(string name) => _issuing.Issue(LeafRequest.Client(name));

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
    }
}
