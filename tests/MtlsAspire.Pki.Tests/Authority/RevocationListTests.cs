using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Authority;

public sealed class RevocationListTests : IDisposable
{
    private readonly SetClock _clock = SetClock.AtNoon();
    private readonly CertificateAuthority _root;

    public RevocationListTests() => _root = CertificateAuthority.CreateRoot("Root", clock: _clock);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_list_says_who_issued_it_when_and_for_how_long()
    {
        var list = Sign(new CertificateRevocationListBuilder());

        Assert.Equal(_root.Certificate.SubjectName.RawData, list.Issuer.RawData);
        Assert.Equal(SetClock.Noon.AddMinutes(-5), list.ThisUpdate);
        Assert.Equal(SetClock.Noon.AddDays(30), list.NextUpdate);
        Assert.Equal(7, list.Number);
        Assert.True(list.IsIssuedBy(_root.Certificate.SubjectName, _root.Certificate.PublicKey));
    }

    [Fact]
    public void A_list_of_another_CA_of_the_same_name_is_told_apart()
    {
        using var other = CertificateAuthority.CreateRoot("Root", clock: _clock);

        Assert.False(Sign(new CertificateRevocationListBuilder()).IsIssuedBy(other.Certificate.SubjectName, other.Certificate.PublicKey));
    }

    [Fact]
    public void A_list_can_be_used_without_renewal_until_half_of_its_time()
    {
        var list = Sign(new CertificateRevocationListBuilder());

        Assert.False(list.IsDueForRefresh(SetClock.Noon.AddDays(14.9)));
        Assert.True(list.IsDueForRefresh(SetClock.Noon.AddDays(15.1)));
    }

    [Fact]
    public void Revoked_certificates_are_carried_over()
    {
        using var leaf = _root.Issue(LeafRequest.Client("client1"));
        var entries = new CertificateRevocationListBuilder();
        entries.AddEntry(leaf, _clock.Now, X509RevocationReason.KeyCompromise);

        var again = Sign(Sign(entries).ToBuilder());

        Assert.True(again.ToBuilder().RemoveEntry(leaf.SerialNumberBytes.Span));
    }

    [Fact]
    public void A_time_after_2049_is_read_as_well()
    {
        _clock.Now = new DateTimeOffset(2049, 12, 20, 0, 0, 0, TimeSpan.Zero);
        using var root = CertificateAuthority.CreateRoot("Root", clock: _clock);

        var list = RevocationList.FromPem(RevocationList.ToPem(root.SignRevocationList(new CertificateRevocationListBuilder(), 1, TimeSpan.FromDays(30))));

        Assert.Equal(_clock.Now.AddDays(30), list.NextUpdate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void What_is_no_list_is_refused(string pem) => Assert.ThrowsAny<CryptographicException>(() => RevocationList.FromPem(pem));

    private RevocationList Sign(CertificateRevocationListBuilder entries) =>
        RevocationList.FromPem(RevocationList.ToPem(_root.SignRevocationList(entries, 7, TimeSpan.FromDays(30))));
}
