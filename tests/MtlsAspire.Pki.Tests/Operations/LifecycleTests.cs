using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Operations;

/// <summary>A certificate's life: issued, renewed, revoked; each step in the ledger with who did it.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private BootstrappedPki _pki = null!;
    private PkiAuthority _authority = null!;

    public async Task InitializeAsync()
    {
        _pki = await BootstrappedPki.CreateAsync();
        _authority = await _pki.OpenAsync();
    }

    public Task DisposeAsync()
    {
        _authority.Dispose();
        _pki.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_issued_is_in_the_ledger_with_who_when_and_what()
    {
        using var leaf = await _authority.IssueAsync(new IdentityDeclaration("guest", LeafRequest.Client("guest")), "alice");

        var entry = Assert.Single(_authority.List(new LedgerFilter { Name = "guest" }));
        Assert.Equal(("alice", SetClock.Noon, LedgerKind.Leaf, leaf.SerialNumber), (entry.IssuedBy, entry.IssuedAt, entry.Kind, entry.Serial));
        Assert.Equal(leaf.RawDataMemory.ToArray(), entry.Der.ToArray());
        Assert.Equal(entry, _authority.Find(KeyIdentifier.OfIssuer(leaf)!, leaf.SerialNumber)! with { Der = entry.Der });
    }

    [Theory]
    [InlineData(KeyType.EcdsaP384)]
    [InlineData(KeyType.Rsa2048)]
    public async Task Other_kinds_of_keys_have_files_that_belong_together(KeyType type)
    {
        (await _authority.IssueAsync(new IdentityDeclaration("guest", LeafRequest.Client("guest")) { KeyType = type }, "alice")).Dispose();

        using var loaded = X509Certificate2.CreateFromPemFile(_pki.PathOf("guest.crt"), _pki.PathOf("guest.key"));
        Assert.Equal(type, KeyTypes.Of(loaded.PublicKey));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, loaded.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
    }

    [Theory]
    [InlineData(RenewalKey.New)]
    [InlineData(RenewalKey.Same)]
    public async Task Renewing_says_the_same_again_for_the_key_that_was_asked_for(RenewalKey key)
    {
        var request = LeafRequest.Server("guest", "guest.example") with { Subject = SubjectName.Of("guest", SubjectFields.Default, ["admin"]) };
        using var old = await _authority.IssueAsync(new IdentityDeclaration("guest", request), "alice");
        _pki.Clock.Now = SetClock.Noon.AddDays(10);

        using var renewed = await _authority.RenewAsync("guest", key, "bob");

        Assert.Equal(old.Subject, renewed.Subject);
        Assert.Equal(["DNS:guest.example", "URI:spiffe://mtls.localhost/guest"], SubjectAlternativeNames.Read(renewed.Extensions).Select(name => name.ToString()));
        Assert.Equal(key == RenewalKey.Same, old.PublicKey.EncodedKeyValue.RawData.SequenceEqual(renewed.PublicKey.EncodedKeyValue.RawData));
        Assert.Equal(SetClock.Noon.AddDays(100), Validity.Of(renewed).NotAfter);
        Assert.Equal(["bob", "alice"], _authority.List(new LedgerFilter { Name = "guest" }).Select(entry => entry.IssuedBy));
        using var loaded = X509Certificate2.CreateFromPemFile(_pki.PathOf("guest.crt"), _pki.PathOf("guest.key"));
        Assert.Equal(renewed.Thumbprint, loaded.Thumbprint);
    }

    [Fact]
    public async Task A_revocation_is_on_the_list_before_the_call_returns_and_is_final()
    {
        using var leaf = _pki.Certificate("client1");

        var revoked = Assert.Single(await _authority.RevokeAsync("client1", X509RevocationReason.KeyCompromise, "alice"));

        Assert.Equal(leaf.SerialNumber, revoked.Serial);
        var list = RevocationList.FromPem(await File.ReadAllTextAsync(_pki.PathOf("issuing-ca.crl")));
        Assert.Equal([(leaf.SerialNumber, SetClock.Noon, X509RevocationReason.KeyCompromise)], list.Revoked());
        Assert.Empty(await _authority.RevokeAsync("client1", X509RevocationReason.Superseded, "bob"));
        Assert.Equal(new Revocation(SetClock.Noon, X509RevocationReason.KeyCompromise, "alice"), _authority.Find(revoked.IssuerKeyId, revoked.Serial)!.Revocation);
    }

    [Fact]
    public async Task A_name_revokes_all_its_valid_certificates_and_a_serial_number_only_one()
    {
        using var first = _pki.Certificate("client1");
        using var second = await _authority.RenewAsync("client1", RenewalKey.New, "alice");

        var bySerial = await _authority.RevokeAsync(string.Join(':', first.SerialNumber.ToLowerInvariant().Chunk(2).Select(pair => new string(pair))), X509RevocationReason.Superseded, "alice");
        Assert.Equal([first.SerialNumber], bySerial.Select(entry => entry.Serial));
        var byName = await _authority.RevokeAsync("client1", X509RevocationReason.Superseded, "alice");
        Assert.Equal([second.SerialNumber], byName.Select(entry => entry.Serial));
    }

    [Theory]
    [InlineData("nobody", "The ledger knows neither a name nor a serial number 'nobody'")]
    [InlineData("abcdef", "The ledger knows neither a name nor a serial number")]
    [InlineData("ca", "A root cannot revoke itself")]
    public async Task What_cannot_be_revoked_is_refused_and_nothing_changes(string target, string message)
    {
        var before = _pki.Snapshot();

        var exception = await Assert.ThrowsAsync<PkiException>(() => _authority.RevokeAsync(target, X509RevocationReason.Unspecified, "alice"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, _pki.Snapshot());
    }

    [Fact]
    public async Task An_issuing_CA_can_be_revoked_and_is_then_on_the_roots_list()
    {
        using var issuing = _pki.Certificate("issuing-ca");

        await _authority.RevokeAsync("issuing-ca", X509RevocationReason.CACompromise, "alice");

        var list = RevocationList.FromPem(await File.ReadAllTextAsync(_pki.PathOf("ca.crl")));
        Assert.Equal([issuing.SerialNumber], list.Revoked().Select(entry => entry.Serial));
    }

    [Fact]
    public async Task Ten_thousand_revocations_are_signed_into_one_list()
    {
        var issuer = _authority.Authorities().First(authority => authority.Name == "issuing-ca").KeyId;
        _authority.Ledger.Record([.. Enumerable.Range(0, 10_000).Select(i => new LedgerEntry
        {
            IssuerKeyId = issuer,
            Serial = $"01{i:X30}",
            Name = $"many-{i}",
            Kind = LedgerKind.Leaf,
            Subject = $"CN=many-{i}",
            NotAfter = SetClock.Noon.AddDays(1),
            IssuedAt = SetClock.Noon,
            IssuedBy = "test",
            Revocation = new Revocation(SetClock.Noon, X509RevocationReason.Superseded, "test"),
        })]);

        var change = Assert.Single(await _authority.PublishRevocationListsAsync(force: false, "test"));

        Assert.Equal(("issuing-ca.crl", "it lacked a revocation"), (change.File, change.Reason));
        Assert.Equal(10_000, RevocationList.FromPem(await File.ReadAllTextAsync(_pki.PathOf("issuing-ca.crl"))).Revoked().Count);
    }

    [Fact]
    public async Task What_expired_before_the_last_list_leaves_the_next_one()
    {
        await _authority.RevokeAsync("client1", X509RevocationReason.Superseded, "alice");
        _pki.Clock.Now = SetClock.Noon.AddDays(91);
        await _authority.PublishRevocationListsAsync(force: true, "test"); // the last one that must have it (RFC 5280, 3.3)
        Assert.Single(RevocationList.FromPem(await File.ReadAllTextAsync(_pki.PathOf("issuing-ca.crl"))).Revoked());
        _pki.Clock.Now = SetClock.Noon.AddDays(92);

        await _authority.PublishRevocationListsAsync(force: true, "test");

        Assert.Empty(RevocationList.FromPem(await File.ReadAllTextAsync(_pki.PathOf("issuing-ca.crl"))).Revoked());
    }

    [Fact]
    public void A_signing_request_gets_what_the_policy_allows_and_nothing_else()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=guest, OU=operator, O=Evil", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(SubjectAlternativeNames.Encode([SubjectAlternativeName.Dns("a.example.org")]));

        using var leaf = _authority.SignRequest(
            ForeignRequest.Read(request.CreateSigningRequest()), new SigningPolicy { AllowedNames = [NamePattern.Parse("DNS:*.example.org")] }, "alice");

        Assert.Equal("CN=guest, O=MtlsAspire", leaf.Subject);
        Assert.Equal(["DNS:a.example.org", "URI:spiffe://mtls.localhost/guest"], SubjectAlternativeNames.Read(leaf.Extensions).Select(name => name.ToString()));
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(LedgerKind.SignedRequest, Assert.Single(_authority.List(new LedgerFilter { Name = "guest" })).Kind);
        Assert.False(File.Exists(_pki.PathOf("guest.crt")));
    }

    [Theory]
    [InlineData("DNS:b.example.com", "it asks for DNS:b.example.com")]
    [InlineData("DNS:a.b.example.org", "it asks for DNS:a.b.example.org")]
    [InlineData("DNS:*.example.org", "it asks for DNS:*.example.org")]
    [InlineData("URI:spiffe://mtls.localhost/client1", "it asks for URI:spiffe://mtls.localhost/client1")]
    public void A_signing_request_for_a_name_that_is_not_allowed_is_refused(string name, string message)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=guest", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(SubjectAlternativeNames.Encode([SubjectAlternativeName.Parse(name)]));
        var foreign = ForeignRequest.Read(request.CreateSigningRequest());

        var exception = Assert.Throws<PkiException>(
            () => _authority.SignRequest(foreign, new SigningPolicy { AllowedNames = [NamePattern.Parse("DNS:c*.example.org"), NamePattern.Parse("DNS:a.example.*")] }, "eve"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Empty(_authority.List(new LedgerFilter { Name = "guest" }));
    }

    [Fact]
    public void A_signing_request_without_proof_of_possession_or_with_a_poor_key_or_far_too_large_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var sound = new CertificateRequest("CN=guest", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var forged = sound.ToArray();
        forged[^1] ^= 1;
        using var weak = RSA.Create(1024);
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        byte[][] bad =
        [
            forged,
            [],
            [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            sound[..^10],
            new CertificateRequest("CN=guest", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(),
            new CertificateRequest("CN=guest", otherCurve, HashAlgorithmName.SHA512).CreateSigningRequest(),
            new byte[ForeignRequest.LargestRequest + 1],
            Encoding.ASCII.GetBytes("-----BEGIN CERTIFICATE REQUEST-----\n@@@@\n-----END CERTIFICATE REQUEST-----\n"),
            File.ReadAllBytes(_pki.PathOf("client1.crt")),
        ];

        Assert.NotNull(ForeignRequest.Read(sound));
        Assert.All(bad, request => Assert.DoesNotContain('\n', Assert.Throws<PkiException>(() => ForeignRequest.Read(request)).Message));
    }

    [Fact]
    public void An_OCSP_signer_may_sign_answers_and_nobody_asks_whether_it_is_revoked()
    {
        var issuer = _authority.Authorities().First(authority => authority.Name == "issuing-ca");

        using var signer = _authority.IssueOcspSigner(issuer.KeyId, "service");

        Assert.Equal([CertificateProfile.OcspSigning], signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value));
        Assert.Equal(new byte[] { 5, 0 }, signer.Extensions["1.3.6.1.5.5.7.48.1.5"]!.RawData);
        Assert.True(signer.HasPrivateKey);
        Assert.Equal(issuer.Certificate.SubjectName.RawData, signer.IssuerName.RawData);
    }

    [Fact]
    public async Task Several_callers_at_once_get_different_serial_numbers_and_all_are_recorded()
    {
        using var key = KeyPair.Create();

        var serials = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
        {
            using var leaf = _authority.Sign($"peer-{i}", LeafRequest.Client($"peer-{i}"), key.PublicKey, "test");
            return leaf.SerialNumber;
        })));

        Assert.Equal(200, serials.Distinct().Count());
        Assert.All(serials, serial => Assert.Single(_authority.Ledger.FindSerial(serial)));
    }

    [Fact]
    public void Published_addresses_are_in_every_certificate_below_the_root_with_the_issuers_key_identifier()
    {
        var urls = new PublicationUrls(new Uri("http://pki.example:8480/"));
        using var root = CertificateAuthority.CreateRoot("Root");
        using var leaf = root.Issue(LeafRequest.Client("a"));
        Assert.Null(leaf.Extensions["2.5.29.31"]);

        using var publishing = new CertificateAuthority(
            X509CertificateLoader.LoadCertificate(_pki.Certificate("issuing-ca").RawData), KeyPair.FromPem(File.ReadAllText(_pki.PathOf("issuing-ca.key"))))
        { Publication = urls };
        using var published = publishing.Issue(LeafRequest.Client("a"));

        var access = published.Extensions.OfType<X509AuthorityInformationAccessExtension>().Single();
        Assert.Equal(["http://pki.example:8480/ocsp"], access.EnumerateOcspUris());
        Assert.Equal([$"http://pki.example:8480/aia/{publishing.KeyId}.crt"], access.EnumerateCAIssuersUris());
        Assert.Contains($"http://pki.example:8480/crl/{publishing.KeyId}.crl", Encoding.ASCII.GetString(published.Extensions["2.5.29.31"]!.RawData), StringComparison.Ordinal);
    }
}
