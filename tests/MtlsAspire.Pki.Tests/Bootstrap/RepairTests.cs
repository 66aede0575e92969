using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>What a second bootstrap does with a directory that is complete, and with one that is not.</summary>
public sealed class RepairTests
{
    private static readonly string[] Client1 = ["client1.crt", "client1.csr", "client1.key", "client1.pfx"];

    [Fact]
    public async Task A_complete_directory_is_not_touched()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = pki.Snapshot();
        var directoryTime = Directory.GetLastWriteTimeUtc(pki.Path);

        var result = await pki.BootstrapAsync();

        Assert.Empty(result.Changes);
        Assert.Equal(before, pki.Snapshot());
        Assert.Equal(directoryTime, Directory.GetLastWriteTimeUtc(pki.Path));
    }

    [Theory]
    [InlineData("client1.crt")]
    [InlineData("client1.key")]
    public async Task A_missing_certificate_or_key_is_issued_again(string missing)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = pki.Snapshot();
        File.Delete(pki.PathOf(missing));

        await pki.BootstrapAsync();

        Assert.Equal(Client1, pki.ChangedSince(before));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Theory]
    [InlineData("client1.csr")]
    [InlineData("client1.pfx")]
    public async Task A_missing_companion_is_written_again_without_a_new_certificate(string missing)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = pki.Snapshot();
        File.Delete(pki.PathOf(missing));

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal((BootstrapAction.Created, missing), (change.Action, change.File));
        Assert.Equal([missing], pki.ChangedSince(before));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Theory]
    [InlineData("csr")]
    [InlineData("pfx")]
    public async Task A_companion_of_another_identity_is_replaced(string extension)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Copy(pki.PathOf($"client2.{extension}"), pki.PathOf($"client1.{extension}"), overwrite: true);

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal((BootstrapAction.Replaced, $"client1.{extension}"), (change.Action, change.File));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Theory]
    [InlineData("client1.crt", "", "it could not be read")]
    [InlineData("client1.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "it could not be read")]
    [InlineData("client1.key", "garbage", "its key was missing or could not be read")]
    public async Task A_damaged_identity_is_issued_again(string file, string content, string reason)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        await File.WriteAllTextAsync(pki.PathOf(file), content);

        await AssertReplacesClient1(pki, reason);
    }

    [Fact]
    public async Task A_key_of_another_certificate_leads_to_a_new_pair()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Copy(pki.PathOf("client2.key"), pki.PathOf("client1.key"), overwrite: true);

        await AssertReplacesClient1(pki, "its key was another's");
    }

    [Fact]
    public async Task The_files_of_another_identity_under_this_name_are_replaced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Copy(pki.PathOf("server.key"), pki.PathOf("client1.key"), overwrite: true);
        File.Copy(pki.PathOf("server.crt"), pki.PathOf("client1.crt"), overwrite: true);

        await AssertReplacesClient1(pki, "it said something else");
    }

    [Fact]
    public async Task A_certificate_without_its_chain_is_issued_again()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("client1.crt"));
        await File.WriteAllTextAsync(pki.PathOf("client1.crt"), leaf.ExportCertificatePem());

        await AssertReplacesClient1(pki, "its chain did not lead to the issuing CA");
    }

    [Fact]
    public async Task A_certificate_of_another_CA_of_the_same_name_is_replaced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var other = await BootstrappedPki.CreateAsync();
        Array.ForEach(Client1, file => File.Copy(other.PathOf(file), pki.PathOf(file), overwrite: true));

        await AssertReplacesClient1(pki, "another CA had issued it");
    }

    [Fact]
    public async Task A_certificate_for_another_purpose_is_replaced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();
        var server = new IdentityDeclaration("client1", LeafRequest.Client("client1") with { Profile = CertificateProfile.Server });
        (await authority.IssueAsync(server, "test")).Dispose();

        await AssertReplacesClient1(pki, "it said something else");
    }

    [Fact]
    public async Task A_new_server_name_leads_to_a_new_server_certificate_and_nothing_else()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = pki.Snapshot();

        var change = Assert.Single((await pki.BootstrapAsync("api.example.org")).Changes);

        Assert.Equal("it lacked DNS:api.example.org", change.Reason);
        Assert.Equal(["server.crt", "server.csr", "server.key", "server.pfx"], pki.ChangedSince(before));
        Assert.Empty((await pki.BootstrapAsync("API.example.org")).Changes);
    }

    [Fact]
    public async Task A_name_that_is_no_longer_asked_for_does_not_matter()
    {
        using var pki = new BootstrappedPki();
        await pki.BootstrapAsync("api.example.org");

        Assert.Empty((await pki.BootstrapAsync()).Changes);
    }

    [Fact]
    public async Task A_lost_root_certificate_is_made_again_for_its_key_and_the_PKI_lives_on()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf("ca.crt"));

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal("ca.crt", change.File);
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Fact]
    public async Task A_lost_issuing_certificate_comes_back_from_the_ledger()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var before = await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crt"));
        File.Delete(pki.PathOf("issuing-ca.crt"));

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal((BootstrapAction.Created, "issuing-ca.crt"), (change.Action, change.File));
        Assert.Equal(before, await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crt")));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    [Fact]
    public async Task Without_a_ledger_a_lost_issuing_certificate_is_made_again_for_its_key_and_the_identities_follow()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf("issuing-ca.crt"));
        Directory.Delete(pki.PathOf("ledger"), recursive: true);

        var result = await pki.BootstrapAsync();

        Assert.Equal(["issuing-ca.crt", "server.crt", "client1.crt", "client2.crt"], result.Changes.Select(change => change.File));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    private static async Task AssertReplacesClient1(BootstrappedPki pki, string reason)
    {
        var before = pki.Snapshot();

        var change = Assert.Single((await pki.BootstrapAsync()).Changes);

        Assert.Equal((BootstrapAction.Replaced, "client1.crt", reason), (change.Action, change.File, change.Reason));
        Assert.Equal(Client1, pki.ChangedSince(before));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }
}
