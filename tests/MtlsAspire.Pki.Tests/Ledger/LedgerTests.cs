using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Ledger;

/// <summary>The ledger knows everything, forgets nothing, and is for its owner only.</summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task Every_certificate_in_the_directory_is_in_the_ledger()
    {
        using var pki = await BootstrappedPki.CreateAsync();

        PkiAssert.LedgerKnowsEveryCertificate(pki.Path);
    }

    [Fact]
    public async Task Its_files_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();

        Assert.Equal(Mode("700"), File.GetUnixFileMode(pki.PathOf("ledger")));
        foreach (var file in Directory.GetFiles(pki.PathOf("ledger")))
        {
            Assert.Equal(Mode("600"), File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("ledger", "755", "chmod 700")]
    [InlineData("ledger/ledger.db", "640", "chmod 600")]
    public async Task Looser_permissions_are_refused(string file, string mode, string remedy)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = await BootstrappedPki.CreateAsync();
        File.SetUnixFileMode(pki.PathOf(file), Mode(mode));

        var message = await pki.BootstrapRefusedAsync();

        Assert.Contains($"(mode 0{mode})", message, StringComparison.Ordinal);
        Assert.Contains($"run `{remedy} ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_ledger_is_refused_and_says_what_to_do()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        await File.WriteAllBytesAsync(pki.PathOf("ledger/ledger.db"), [.. Enumerable.Repeat((byte)'x', 8192)]);

        var message = await pki.BootstrapRefusedAsync();

        Assert.Contains("ledger.db is damaged: restore it from a backup, or move it away and run bootstrap", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_without_a_ledger_is_adopted_and_its_revocations_stay()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var names = new[] { "ca", "issuing-ca", "server", "client1", "client2" };
        using (var authority = await pki.OpenAsync())
        {
            await authority.RevokeAsync("client2", X509RevocationReason.KeyCompromise, "alice");
        }

        var before = pki.Snapshot();
        Directory.Delete(pki.PathOf("ledger"), recursive: true);

        using var adopted = await pki.OpenAsync();

        Assert.Equal(before, pki.Snapshot());
        var entries = adopted.List(LedgerFilter.All);
        Assert.Equal(names.Order(), entries.Select(entry => entry.Name).Order());
        Assert.All(entries, entry => Assert.Equal("adopted", entry.IssuedBy));
        Assert.Equal(X509RevocationReason.KeyCompromise, entries.Single(entry => entry.Name == "client2").Revocation!.Reason);
        Assert.Empty(await adopted.PublishRevocationListsAsync(force: false, "test"));
    }

    [Fact]
    public async Task Numbers_of_revocation_lists_rise_although_the_ledger_was_lost()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var first = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl"))).Number;
        Directory.Delete(pki.PathOf("ledger"), recursive: true);
        using var authority = await pki.OpenAsync();

        await authority.PublishRevocationListsAsync(force: true, "test");

        Assert.True(RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl"))).Number > first);
    }

    [Fact]
    public async Task A_serial_number_is_recorded_once_only()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();
        var entry = authority.List(new LedgerFilter { Name = "client1" }).Single();

        var exception = Assert.Throws<PkiException>(() => authority.Ledger.Record(entry with { Serial = "01" }, entry));

        Assert.Contains("is in the ledger already: nothing was issued", exception.Message, StringComparison.Ordinal);
        Assert.Null(authority.Find(entry.IssuerKeyId, "01")); // all or none
    }

    [Fact]
    public async Task A_ledger_of_a_newer_version_is_refused()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using (var connection = LedgerConnection.OpenSqlite(pki.Path))
        {
            LedgerSchema.Execute(connection, "PRAGMA user_version = 99");
        }

        Assert.Contains("was made by a newer version of this program", await pki.BootstrapRefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_PKI_in_the_place_of_the_one_that_the_ledger_knows_is_refused()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var other = await BootstrappedPki.CreateAsync();
        foreach (var file in new[] { "ca.crt", "ca.key", "issuing-ca.crt", "issuing-ca.key" })
        {
            File.Copy(other.PathOf(file), pki.PathOf(file), overwrite: true);
        }

        Assert.Contains("ca.crt is not the CA that ", await pki.BootstrapRefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_keys_of_CAs_that_the_ledger_knows_are_told_and_no_new_CA_is_made()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        foreach (var file in Directory.GetFiles(pki.Path))
        {
            File.Delete(file);
        }

        var exception = await Assert.ThrowsAsync<PkiException>(() => pki.BootstrapAsync());

        Assert.Contains("ca.key is missing, but ", exception.Message, StringComparison.Ordinal);
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, fromBase: 8);
}
