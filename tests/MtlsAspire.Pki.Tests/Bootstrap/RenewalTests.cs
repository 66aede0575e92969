using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Store;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>What a bootstrap does as time goes by.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task Certificates_with_a_third_of_their_life_left_are_kept()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = pki.Snapshot();
        pki.Clock.Now = SetClock.Noon.AddDays(59.9);

        await pki.BootstrapAsync();

        Assert.All(pki.ChangedSince(before), file => Assert.EndsWith(".crl", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificates_with_less_are_renewed_for_the_same_keys_since_services_that_are_down_cannot_follow()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var oldKey = await File.ReadAllTextAsync(pki.PathOf("client1.key"));
        pki.Clock.Now = SetClock.Noon.AddDays(60.1);

        var result = await pki.BootstrapAsync();

        var change = result.Changes.Single(change => change.File == "client1.crt");
        Assert.Equal((BootstrapAction.Renewed, "it was valid until 2026-05-30"), (change.Action, change.Reason));
        Assert.Equal(oldKey, await File.ReadAllTextAsync(pki.PathOf("client1.key")));
        PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
    }

    [Fact]
    public async Task The_key_of_a_revoked_certificate_is_never_used_again()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var oldKey = await File.ReadAllTextAsync(pki.PathOf("client1.key"));
        using (var authority = await pki.OpenAsync())
        {
            await authority.RevokeAsync("client1", System.Security.Cryptography.X509Certificates.X509RevocationReason.KeyCompromise, "test");
        }

        pki.Clock.Now = SetClock.Noon.AddDays(60.1);
        await pki.BootstrapAsync();

        Assert.NotEqual(oldKey, await File.ReadAllTextAsync(pki.PathOf("client1.key")));
    }

    [Fact]
    public async Task Expired_certificates_are_replaced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        pki.Clock.Now = SetClock.Noon.AddDays(91);

        var result = await pki.BootstrapAsync();

        Assert.Equal("it expired on 2026-05-30", result.Changes.Single(change => change.File == "server.crt").Reason);
        PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
    }

    [Fact]
    public async Task The_issuing_CA_is_renewed_for_the_same_key_so_that_its_leaves_stay_good()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        pki.Clock.Now = SetClock.Noon.AddDays(1217);
        await pki.BootstrapAsync();
        using var oldLeaf = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("client1.crt"));
        pki.Clock.Now = SetClock.Noon.AddDays(1220);

        var result = await pki.BootstrapAsync();

        Assert.Equal(BootstrapAction.Renewed, result.Changes.Single(change => change.File == "issuing-ca.crt").Action);
        Assert.DoesNotContain(result.Changes, change => change.File == "ca.crt");
        PkiAssert.IsComplete(pki.Path, pki.Clock.Now);
        using var root = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("ca.crt"));
        using var issuing = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("issuing-ca.crt"));
        PkiAssert.ChainIsGood(oldLeaf, root, [issuing], CertificateProfile.ClientAuthentication, pki.Clock.Now);
    }

    [Fact]
    public async Task At_the_end_of_the_root_nothing_is_renewed_in_vain()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var root = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("ca.crt"));
        pki.Clock.Now = new DateTimeOffset(root.NotAfter).AddDays(-10);
        await pki.BootstrapAsync();
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("client1.crt"));
        Assert.Equal(root.NotAfter, leaf.NotAfter);
        pki.Clock.Now = pki.Clock.Now.AddDays(9);

        Assert.Empty((await pki.BootstrapAsync()).Changes);
    }

    [Fact]
    public async Task An_expired_root_is_refused()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        pki.Clock.Now = SetClock.Noon.AddYears(10).AddDays(1);

        Assert.Contains("ca.crt expired on 2036-02-", await pki.BootstrapRefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_before_the_root_was_made_is_refused()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        pki.Clock.Now = SetClock.Noon.AddDays(-1);

        Assert.EndsWith("check the clock of this machine.", await pki.BootstrapRefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_lists_are_refreshed_past_half_of_their_time_with_a_higher_number_and_the_same_entries()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var serial = await RevokeAsync(pki, "client2");
        var first = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl")));
        pki.Clock.Now = SetClock.Noon.AddDays(16);

        var result = await pki.BootstrapAsync();

        Assert.Equal(["ca.crl", "issuing-ca.crl", "client2.crt"], result.Changes.Select(change => change.File));
        Assert.Equal("it was revoked on 2026-03-01", result.Changes[^1].Reason);
        var second = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl")));
        Assert.True(second.Number > first.Number);
        Assert.Equal(pki.Clock.Now.AddDays(30), second.NextUpdate);
        Assert.True(second.ToBuilder().RemoveEntry(serial));
    }

    [Fact]
    public async Task A_lost_revocation_list_is_made_again_with_a_higher_number()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var first = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("ca.crl")));
        File.Delete(pki.PathOf("ca.crl"));
        pki.Clock.Now = SetClock.Noon.AddSeconds(1);

        await pki.BootstrapAsync();

        Assert.True(RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("ca.crl"))).Number > first.Number);
    }

    [Fact]
    public async Task A_revocation_list_of_another_CA_is_replaced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var other = await BootstrappedPki.CreateAsync();
        File.Copy(other.PathOf("ca.crl"), pki.PathOf("ca.crl"), overwrite: true);

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal(("ca.crl", "another CA had issued it"), (change.File, change.Reason));
    }

    private static async Task<byte[]> RevokeAsync(BootstrappedPki pki, string name)
    {
        using var issuing = AuthorityFiles.Load(CertificateDirectory.Open(pki.Path), CertificateFiles.Issuing, pki.Clock);
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf($"{name}.crt"));
        var list = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl")));
        var entries = list.ToBuilder();
        entries.AddEntry(leaf, pki.Clock.Now, X509RevocationReason.KeyCompromise);
        var signed = issuing.SignRevocationList(entries, list.Number + BigInteger.One, TimeSpan.FromDays(30));
        await File.WriteAllTextAsync(pki.PathOf("issuing-ca.crl"), RevocationList.ToPem(signed));
        return leaf.SerialNumberBytes.ToArray();
    }
}
