using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Operations;

/// <summary>A, A and B, B: whoever reloads between the steps trusts everybody throughout.</summary>
public sealed class RolloverTests
{
    [Theory]
    [InlineData(AuthorityRole.Issuing)]
    [InlineData(AuthorityRole.Root)]
    public async Task Peers_that_are_one_step_behind_or_ahead_trust_each_other(AuthorityRole role)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();
        var states = new List<PeerState> { PeerState.Read(pki) };
        foreach (var stage in Enum.GetValues<RolloverStage>())
        {
            pki.Clock.Now += TimeSpan.FromMinutes(1);
            await authority.RolloverAsync(role, stage, force: false, "test");
            states.Add(PeerState.Read(pki));
            Assert.Empty((await pki.BootstrapAsync()).Changes);
        }

        for (var i = 0; i < states.Count; i++)
        {
            for (var j = Math.Max(0, i - 1); j <= Math.Min(states.Count - 1, i + 1); j++)
            {
                Assert.True(states[i].Trusts(states[j], pki.Clock.Now), $"a peer after step {i} does not trust one after step {j}");
            }
        }

        Assert.Equal(role == AuthorityRole.Root ? [1, 2, 2, 1] : [1, 1, 1, 1], states.Select(state => state.Anchors.Count));
        Assert.Equal(role == AuthorityRole.Issuing, states[0].Anchors[0].Thumbprint == states[^1].Anchors[0].Thumbprint);
        PkiAssert.KeysArePrivate(pki.Path);
        Assert.Empty(Directory.GetFiles(pki.Path, "*-next.*").Concat(Directory.GetFiles(pki.Path, "*-previous.*")));
    }

    [Fact]
    public async Task After_the_retirement_the_old_issuing_CA_is_revoked_and_its_key_gone()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var old = pki.Certificate("issuing-ca");
        var oldKey = await File.ReadAllTextAsync(pki.PathOf("issuing-ca.key"));
        using var authority = await pki.OpenAsync();

        await RollAsync(authority, AuthorityRole.Issuing);

        var list = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("ca.crl")));
        Assert.Equal([(old.SerialNumber, X509RevocationReason.Superseded)], list.Revoked().Select(entry => (entry.Serial, entry.Reason)));
        Assert.All(Directory.GetFiles(pki.Path, "*.key"), file => Assert.NotEqual(oldKey, File.ReadAllText(file)));
        using var now = pki.Certificate("issuing-ca");
        Assert.Equal("CN=MtlsAspire Issuing CA G2, O=MtlsAspire", now.Subject);
    }

    [Fact]
    public async Task Rehearsals_follow_so_that_each_is_still_refused_for_its_own_reason()
    {
        using var pki = new BootstrappedPki();
        var rehearsals = string.Join(", ", Defects.Names.Select(defect => $$"""{ "name": "{{defect}}", "kind": "client", "defect": "{{defect}}" }"""));
        var configuration = ConfigurationFile.Parse("pki.json", Encoding.UTF8.GetBytes($$"""{ "identities": [{{rehearsals}}] }"""), pki.Clock.Now);
        var options = pki.Options(configuration.Identities) with { Configuration = configuration };
        await PkiBootstrap.RunAsync(options);
        using var authority = await PkiAuthority.OpenAsync(new PkiAuthorityOptions { Directory = pki.Path, Configuration = configuration, Clock = pki.Clock });

        await RollAsync(authority, AuthorityRole.Issuing);

        Assert.Empty((await PkiBootstrap.RunAsync(options)).Changes);
        using var issuing = pki.Certificate("issuing-ca");
        foreach (var name in Defects.Names.Except(["untrusted", "self-signed"]))
        {
            using var certificate = pki.Certificate(name);
            Assert.Equal(issuing.Subject, certificate.Issuer);
        }

        using var revoked = pki.Certificate("revoked");
        var list = RevocationList.FromPem(await File.ReadAllTextAsync(pki.PathOf("issuing-ca.crl")));
        Assert.Contains(list.Revoked(), entry => entry.Serial == revoked.SerialNumber);
    }

    [Fact]
    public async Task Keys_stay_for_services_that_are_not_running_to_follow_and_what_is_revoked_stays_revoked()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();
        await authority.RevokeAsync("client2", X509RevocationReason.KeyCompromise, "test");
        var keys = Array.ConvertAll(["server.key", "client1.key", "client2.key", "client2.crt"], file => File.ReadAllText(pki.PathOf(file)));
        using var old = pki.Certificate("client1");

        await RollAsync(authority, AuthorityRole.Issuing);

        Assert.Equal(keys, Array.ConvertAll(["server.key", "client1.key", "client2.key", "client2.crt"], file => File.ReadAllText(pki.PathOf(file))));
        using var issuing = pki.Certificate("issuing-ca");
        using var now = pki.Certificate("client1");
        Assert.Equal(issuing.Subject, now.Issuer);
        Assert.NotEqual(old.SerialNumber, now.SerialNumber);
    }

    [Fact]
    public async Task Steps_out_of_turn_are_refused_and_steps_twice_do_no_harm()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();

        await RefusedAsync(RolloverStage.Activate, "There is no next issuing-ca: run rollover issuing --stage prepare first");
        await RefusedAsync(RolloverStage.Retire, "There is no previous issuing-ca");
        await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Prepare, force: false, "test");
        Assert.Empty(await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Prepare, force: false, "test"));
        await RefusedAsync(RolloverStage.Retire, "There is no previous issuing-ca");
        await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Activate, force: false, "test");
        Assert.Empty(await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Activate, force: false, "test"));
        await RefusedAsync(RolloverStage.Prepare, "The previous issuing-ca has not been retired");

        async Task RefusedAsync(RolloverStage stage, string message)
        {
            var before = pki.Snapshot();
            var exception = await Assert.ThrowsAsync<PkiException>(() => authority.RolloverAsync(AuthorityRole.Issuing, stage, force: false, "test"));
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, pki.Snapshot());
        }
    }

    [Fact]
    public async Task A_certificate_that_is_elsewhere_keeps_the_old_issuing_CA_alive_unless_forced()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var authority = await pki.OpenAsync();
        using var key = KeyPair.Create();
        authority.Sign("far-away", LeafRequest.Client("far-away"), key.PublicKey, "test").Dispose();
        await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Prepare, force: false, "test");
        await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Activate, force: false, "test");

        var exception = await Assert.ThrowsAsync<PkiException>(() => authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Retire, force: false, "test"));
        Assert.Contains("among them far-away", exception.Message, StringComparison.Ordinal);

        await authority.RolloverAsync(AuthorityRole.Issuing, RolloverStage.Retire, force: true, "test");
        Assert.Equal(2, authority.Authorities().Count);
    }

    [Fact]
    public async Task Another_process_that_has_the_PKI_open_signs_with_the_new_CA_at_once()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var service = await pki.OpenAsync();
        using var operatorsAuthority = await pki.OpenAsync();
        await RollAsync(operatorsAuthority, AuthorityRole.Issuing);
        using var key = KeyPair.Create();

        using var leaf = service.Sign("late", LeafRequest.Client("late"), key.PublicKey, "test");

        Assert.Equal("CN=MtlsAspire Issuing CA G2, O=MtlsAspire", leaf.Issuer);
    }

    [Theory]
    [InlineData(AuthorityRole.Issuing)]
    [InlineData(AuthorityRole.Root)]
    public async Task Files_that_an_interrupted_activation_left_anywhere_between_are_brought_into_line(AuthorityRole role)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var name = role == AuthorityRole.Root ? "ca" : "issuing-ca";
        Dictionary<string, string> before, after;
        using (var authority = await pki.OpenAsync())
        {
            await authority.RolloverAsync(role, RolloverStage.Prepare, force: false, "test");
            before = Files(pki);
            await authority.RolloverAsync(role, RolloverStage.Activate, force: false, "test");
            after = Files(pki);
            authority.Ledger.SetSetting("rollover", role.ToString());
        }

        // In the order in which they are written: the copy of the old key, the new key, the end of its old name, the certificates.
        string[] order = [$"{name}-previous.key", $"{name}.key", $"{name}-next.key", "ca.crt", "issuing-ca.crt"];
        for (var count = 0; count <= order.Length; count++)
        {
            foreach (var file in order)
            {
                var source = order.Take(count).Contains(file) ? after : before;
                Restore(pki.PathOf(file), source.GetValueOrDefault(file));
            }

            using (var ledger = IssuanceLedger.Open(pki.Path))
            {
                RolloverFiles.SetPending(ledger, role);
            }

            await pki.BootstrapAsync();

            Assert.All(order, file => Assert.Equal(after.GetValueOrDefault(file), File.Exists(pki.PathOf(file)) ? File.ReadAllText(pki.PathOf(file)) : null));
        }
    }

    private static Dictionary<string, string> Files(BootstrappedPki pki) =>
        Directory.GetFiles(pki.Path).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    private static void Restore(string path, string? content)
    {
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private static async Task RollAsync(PkiAuthority authority, AuthorityRole role)
    {
        foreach (var stage in Enum.GetValues<RolloverStage>())
        {
            await authority.RolloverAsync(role, stage, force: false, "test");
        }
    }

    private sealed record PeerState(X509Certificate2Collection Anchors, X509Certificate2Collection Intermediates, X509Certificate2Collection Own)
    {
        public static PeerState Read(BootstrappedPki pki) => new(Load(pki, "ca.crt"), Load(pki, "issuing-ca.crt"), Load(pki, "client1.crt"));

        public bool Trusts(PeerState other, DateTimeOffset now)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(Anchors);
            chain.ChainPolicy.ExtraStore.AddRange(Intermediates);
            chain.ChainPolicy.ExtraStore.AddRange(other.Own);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.VerificationTime = now.UtcDateTime;
            return chain.Build(other.Own[0]);
        }

        private static X509Certificate2Collection Load(BootstrappedPki pki, string file)
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(pki.PathOf(file));
            return certificates;
        }
    }
}
