using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Authority;

/// <summary>The rules of RFC 5280 for the three kinds of certificates.</summary>
public sealed class CertificateRulesTests : IDisposable
{
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string AlternativeName = "2.5.29.17";
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string AuthorityKeyIdentifier = "2.5.29.35";

    private readonly SetClock _clock = SetClock.AtNoon();
    private readonly CertificateAuthority _root;
    private readonly CertificateAuthority _issuing;

    public CertificateRulesTests()
    {
        _root = CertificateAuthority.CreateRoot("Root", clock: _clock);
        _issuing = _root.CreateIssuing("Issuing");
    }

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void The_root_is_a_self_signed_CA_for_certificates_and_revocation_lists_only()
    {
        var root = _root.Certificate;

        Assert.Equal("CN=Root, O=MtlsAspire", root.Subject);
        Assert.Equal(root.SubjectName.RawData, root.IssuerName.RawData);
        AssertExtensions(root, [BasicConstraints, KeyUsage], [SubjectKeyIdentifier, AuthorityKeyIdentifier]);
        var constraints = root.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints.CertificateAuthority);
        Assert.False(constraints.HasPathLengthConstraint);
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, KeyUsageOf(root));
        Assert.False(root.HasPrivateKey);
    }

    [Fact]
    public void The_issuing_CA_may_not_have_a_CA_below_it()
    {
        var issuing = _issuing.Certificate;

        Assert.Equal(_root.Certificate.SubjectName.RawData, issuing.IssuerName.RawData);
        AssertExtensions(issuing, [BasicConstraints, KeyUsage], [SubjectKeyIdentifier, AuthorityKeyIdentifier]);
        var constraints = issuing.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints.CertificateAuthority);
        Assert.True(constraints.HasPathLengthConstraint);
        Assert.Equal(0, constraints.PathLengthConstraint);
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, KeyUsageOf(issuing));
    }

    [Theory]
    [InlineData(true, "1.3.6.1.5.5.7.3.1")]
    [InlineData(false, "1.3.6.1.5.5.7.3.2")]
    public void A_leaf_signs_handshakes_for_one_purpose_and_is_no_CA(bool server, string purpose)
    {
        using var leaf = _issuing.Issue(server ? LeafRequest.Server("peer", "localhost") : LeafRequest.Client("peer"));

        Assert.Equal("CN=peer, O=MtlsAspire", leaf.Subject);
        AssertExtensions(leaf, [BasicConstraints, KeyUsage], [ExtendedKeyUsage, AlternativeName, SubjectKeyIdentifier, AuthorityKeyIdentifier]);
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, KeyUsageOf(leaf));
        Assert.Equal([purpose], leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value));
        Assert.True(leaf.HasPrivateKey);
    }

    [Theory]
    [InlineData(true, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(false, X509KeyUsageFlags.DigitalSignature)]
    public void The_RSA_key_of_a_server_may_be_used_as_NSS_demands(bool server, X509KeyUsageFlags expected)
    {
        using var key = KeyPair.Create(KeyType.Rsa2048);
        using var leaf = _issuing.Issue(server ? LeafRequest.Server("peer", "localhost") : LeafRequest.Client("peer"), key.PublicKey);

        Assert.Equal(expected, KeyUsageOf(leaf));
    }

    [Fact]
    public void Every_certificate_names_its_key_and_that_of_its_issuer()
    {
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"));

        AssertKeyIdentifiers(_root.Certificate, _root.Certificate);
        AssertKeyIdentifiers(_issuing.Certificate, _root.Certificate);
        AssertKeyIdentifiers(leaf, _issuing.Certificate);
    }

    [Fact]
    public void Every_certificate_is_version_3_with_a_P256_key_and_an_ECDSA_SHA256_signature()
    {
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"));

        Assert.All([_root.Certificate, _issuing.Certificate, leaf], certificate =>
        {
            Assert.Equal(3, certificate.Version);
            Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value);
            using var key = certificate.GetECDsaPublicKey();
            Assert.Equal("1.2.840.10045.3.1.7", key!.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
        });
    }

    [Fact]
    public void Serial_numbers_are_positive_16_or_17_octets_long_and_never_the_same()
    {
        using var key = KeyPair.Create();
        var serials = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 600; i++)
        {
            using var leaf = _issuing.Issue(LeafRequest.Client("client1"), key.PublicKey);
            var content = new AsnReader(leaf.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            content.ReadEncodedValue(); // version
            var serial = content.ReadIntegerBytes();

            Assert.InRange(serial.Length, 16, 17);
            Assert.True(serial.Span[0] < 0x80, "the serial number is negative");
            Assert.True(serials.Add(Convert.ToHexString(serial.Span)), "a serial number came twice");
        }
    }

    [Fact]
    public void A_leaf_is_valid_for_90_days_and_from_5_minutes_ago_on()
    {
        using var root = CertificateAuthority.CreateRoot("Root", Validity.Starting(SetClock.Noon.AddDays(-1), TimeSpan.FromDays(3652)), _clock);
        using var leaf = root.Issue(LeafRequest.Client("client1"));

        Assert.Equal(new Validity(SetClock.Noon.AddMinutes(-5), SetClock.Noon.AddDays(90)), Validity.Of(leaf));
    }

    [Fact]
    public void A_root_lives_ten_years_and_an_issuing_CA_five()
    {
        Assert.InRange(Validity.Of(_root.Certificate).NotAfter, SetClock.Noon.AddYears(10).AddDays(-2), SetClock.Noon.AddYears(10));
        Assert.InRange(Validity.Of(_issuing.Certificate).NotAfter, SetClock.Noon.AddYears(5).AddDays(-2), SetClock.Noon.AddYears(5));
    }

    [Fact]
    public void No_period_reaches_beyond_that_of_the_issuer()
    {
        var period = new Validity(SetClock.Noon.AddMinutes(-1), SetClock.Noon.AddDays(10));
        using var root = CertificateAuthority.CreateRoot("Root", period, _clock);
        using var issuing = root.CreateIssuing("Issuing");
        using var leaf = issuing.Issue(LeafRequest.Client("client1"));

        Assert.Equal(period, Validity.Of(issuing.Certificate));
        Assert.Equal(period, Validity.Of(leaf));
    }

    [Fact]
    public void Periods_that_X509_writes_differently_survive_the_year_2050()
    {
        _clock.Now = new DateTimeOffset(2049, 12, 1, 0, 0, 0, TimeSpan.Zero);
        using var root = CertificateAuthority.CreateRoot("Root", clock: _clock);
        using var leaf = root.Issue(LeafRequest.Client("client1"));

        Assert.Equal(_clock.Now.AddDays(90), Validity.Of(leaf).NotAfter);
        PkiAssert.ChainIsGood(leaf, root.Certificate, [], CertificateProfile.ClientAuthentication, _clock.Now.AddDays(60));
    }

    [Fact]
    public void An_IPv6_address_a_wildcard_and_an_international_name_are_encoded_as_the_RFC_has_them()
    {
        using var leaf = _issuing.Issue(LeafRequest.Server("server", "*.example.org", "MÜNCHEN.example", "::1", "127.0.0.1", "127.0.0.1"));
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();

        Assert.Equal(["*.example.org", "xn--mnchen-3ya.example"], names.EnumerateDnsNames());
        Assert.Equal(["::1", "127.0.0.1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
    }

    private static void AssertExtensions(X509Certificate2 certificate, string[] critical, string[] notCritical)
    {
        Assert.Equal(critical.Order(), certificate.Extensions.Where(extension => extension.Critical).Select(extension => extension.Oid!.Value!).Order());
        Assert.Equal(notCritical.Order(), certificate.Extensions.Where(extension => !extension.Critical).Select(extension => extension.Oid!.Value!).Order());
    }

    private static X509KeyUsageFlags KeyUsageOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages;

    private static void AssertKeyIdentifiers(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var own = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes;
        Assert.Equal(20, own.Length); // RFC 5280, 4.2.1.2, method 1: a SHA-1 of the key's bits

        var authority = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single();
        Assert.Equal(issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.ToArray(), authority.KeyIdentifier!.Value.ToArray());
        Assert.Null(authority.RawIssuer);
        Assert.Null(authority.SerialNumber);
    }
}
