using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ocsp;

namespace MtlsAspire.Pki.Tests.Ocsp;

/// <summary>A responder in memory, for two CAs, and what their ledger says.</summary>
internal sealed class OcspBench : IOcspSigners, ICertificateStatusSource, IDisposable
{
    private readonly Dictionary<string, CertificateStatus> _ledger = new(StringComparer.Ordinal);

    public OcspBench(TimeProvider clock)
    {
        Root = CertificateAuthority.CreateRoot("Root", clock: clock);
        Issuing = Root.CreateIssuing("Issuing");
        Signers = [Signer(Root), Signer(Issuing)];
        Responder = new OcspResponder(this, this, clock);
    }

    public CertificateAuthority Root { get; }

    public CertificateAuthority Issuing { get; }

    public List<OcspSigner> Signers { get; }

    public OcspResponder Responder { get; }

    public int Questions { get; private set; }

    public X509Certificate2 Issue(string name, CertificateStatus? status = null)
    {
        var leaf = Issuing.Issue(LeafRequest.Client(name));
        Record(leaf, status ?? CertificateStatus.Good);
        return leaf;
    }

    public void Record(X509Certificate2 certificate, CertificateStatus status) => _ledger[certificate.SerialNumber] = status;

    public OcspSigner? Find(IssuerId issuer) => Signers.Find(signer => signer.Issuers.Contains(issuer));

    public CertificateStatus Find(OcspSigner signer, ReadOnlySpan<byte> serialNumber)
    {
        Questions++;
        return _ledger.GetValueOrDefault(Convert.ToHexString(serialNumber), CertificateStatus.Unknown);
    }

    public void Dispose()
    {
        Responder.Dispose();
        Root.Dispose();
        Issuing.Dispose();
    }

    public static OcspSigner Signer(CertificateAuthority authority)
    {
        using var key = KeyPair.Create();
        var request = new LeafRequest { Subject = SubjectName.Of("OCSP"), Profile = CertificateProfile.OcspSigner };
        var signing = ECDsa.Create();
        signing.ImportFromPem(key.ToPem());
        return new OcspSigner(authority.Certificate, authority.Issue(request, key.PublicKey), X509SignatureGenerator.CreateForECDsa(signing));
    }
}
