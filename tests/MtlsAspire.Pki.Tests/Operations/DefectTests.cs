using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Operations;

/// <summary>Each rehearsal has its own defect, and no other.</summary>
public sealed class DefectTests
{
    [Fact]
    public async Task Every_defect_is_made_once_and_left_alone_by_the_next_bootstrap()
    {
        using var pki = await RehearsalsAsync();
        var before = pki.Snapshot();

        var again = await PkiBootstrap.RunAsync(pki.Options(Rehearsals()));

        Assert.Empty(again.Changes);
        Assert.Equal(before, pki.Snapshot());
    }

    [Theory]
    [InlineData(IdentityDefect.Expired, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(IdentityDefect.NotYetValid, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(IdentityDefect.Untrusted, X509ChainStatusFlags.PartialChain)]
    [InlineData(IdentityDefect.SelfSigned, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(IdentityDefect.WrongEku, X509ChainStatusFlags.NotValidForUsage)]
    [InlineData(IdentityDefect.MissingIntermediate, X509ChainStatusFlags.PartialChain)]
    [InlineData(IdentityDefect.Revoked, X509ChainStatusFlags.NoError)]
    [InlineData(IdentityDefect.WrongName, X509ChainStatusFlags.NoError)]
    [InlineData(IdentityDefect.WeakKey, X509ChainStatusFlags.NoError)]
    [InlineData(IdentityDefect.MismatchedKey, X509ChainStatusFlags.NoError)]
    [InlineData(IdentityDefect.CnOnly, X509ChainStatusFlags.NoError)]
    public async Task The_chain_is_wrong_in_this_way_only(IdentityDefect defect, X509ChainStatusFlags fault)
    {
        using var pki = await RehearsalsAsync();
        using var root = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("ca.crt"));
        var file = new X509Certificate2Collection();
        file.ImportFromPemFile(pki.PathOf($"{Defects.NameOf(defect)}.crt"));

        var faults = PkiAssert.ChainFaults(file[0], root, file.Skip(1), CertificateProfile.ClientAuthentication, SetClock.Noon);

        // A chain that is cut short also has, by .NET, no known revocation status or time: only its own fault counts.
        Assert.Equal(fault == X509ChainStatusFlags.NoError ? [] : [fault], faults.Distinct());
    }

    [Fact]
    public async Task The_other_defects_are_there_too()
    {
        using var pki = await RehearsalsAsync();

        using var weakKey = pki.Certificate("weak-key");
        Assert.Equal(1024, weakKey.GetRSAPublicKey()!.KeySize);
        using var weakHash = pki.Certificate("weak-hash");
        Assert.Equal("1.2.840.10045.4.1", weakHash.SignatureAlgorithm.Value); // ecdsa-with-SHA1
        using var cnOnly = pki.Certificate("cn-only");
        Assert.Null(cnOnly.Extensions["2.5.29.17"]);
        using var wrongName = pki.Certificate("wrong-name");
        Assert.Equal(["URI:spiffe://wrong.invalid/wrong-name"], SubjectAlternativeNames.Read(wrongName.Extensions).Select(name => name.ToString()));
        using var mismatched = pki.Certificate("mismatched-key");
        using var key = KeyPair.FromPem(await File.ReadAllTextAsync(pki.PathOf("mismatched-key.key")));
        Assert.False(key.Matches(mismatched.PublicKey));
        Assert.False(File.Exists(pki.PathOf("mismatched-key.pfx")));
        using var revoked = pki.Certificate("revoked");
        var list = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl")));
        Assert.Equal([(revoked.SerialNumber, X509RevocationReason.KeyCompromise)], list.Revoked().Select(entry => (entry.Serial, entry.Reason)));
    }

    [Fact]
    public async Task The_ledger_knows_every_one_with_its_defect()
    {
        using var pki = await RehearsalsAsync();
        using var authority = await pki.OpenAsync();

        foreach (var defect in Defects.Names)
        {
            Assert.Equal(defect, Assert.Single(authority.List(new LedgerFilter { Name = defect })).Defect);
        }
    }

    private static IReadOnlyList<IdentityDeclaration> Rehearsals() =>
    [
        .. Enum.GetValues<IdentityDefect>().Select(defect => new IdentityDeclaration(Defects.NameOf(defect), LeafRequest.Client(Defects.NameOf(defect))) { Defect = defect, ExactNames = true }),
    ];

    private static async Task<BootstrappedPki> RehearsalsAsync()
    {
        var pki = new BootstrappedPki();
        await PkiBootstrap.RunAsync(pki.Options(Rehearsals()));
        return pki;
    }
}
