using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Store;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Bootstrap;

public sealed class FirstBootstrapTests
{
    [Fact]
    public async Task It_makes_one_complete_PKI_and_tells_everything_it_made()
    {
        using var pki = new BootstrappedPki();

        var result = await pki.BootstrapAsync();

        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
        Assert.Equal(
            ["ca.crt", "issuing-ca.crt", "ca.crl", "issuing-ca.crl", "server.crt", "client1.crt", "client2.crt"],
            result.Changes.Select(change => change.File));
        Assert.All(result.Changes, change => Assert.Equal(BootstrapAction.Created, change.Action));
        Assert.Equal(SetClock.Noon.AddDays(90), result.Changes[^1].Expires);
        Assert.Equal("CN=client2, O=MtlsAspire", result.Changes[^1].Subject);
    }

    [Fact]
    public async Task The_server_answers_to_the_names_of_this_machine_and_to_those_given()
    {
        using var pki = new BootstrappedPki();
        await pki.BootstrapAsync("api.example.org", "192.0.2.7");

        using var server = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("server.crt"));

        Assert.All(
            ["localhost", "mtls.localhost", "api.example.org", "127.0.0.1", "::1", "192.0.2.7"],
            name => Assert.True(server.MatchesHostname(name, allowWildcards: false, allowCommonName: false), name));
        Assert.Contains("spiffe://mtls.localhost/server", server.Extensions["2.5.29.17"]!.Format(multiLine: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_certificate_is_older_than_its_issuer()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var root = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("ca.crt"));
        using var issuing = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("issuing-ca.crt"));
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(pki.PathOf("client1.crt"));

        Assert.True(root.NotBefore <= issuing.NotBefore);
        Assert.True(issuing.NotBefore <= leaf.NotBefore);
    }

    [Fact]
    public async Task Keys_and_directory_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = await BootstrappedPki.CreateAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(pki.Path));
        PkiAssert.KeysArePrivate(pki.Path);
    }

    [Fact]
    public async Task Foreign_files_are_left_alone()
    {
        using var pki = new BootstrappedPki();
        CertificateDirectory.Open(pki.Path);
        string[] foreign = ["notes.txt", "other.key", ".ca.key.tmp~", "client3.crt"];
        Array.ForEach(foreign, file => File.WriteAllText(pki.PathOf(file), "mine"));
        var before = pki.Snapshot();

        await pki.BootstrapAsync();

        Assert.Empty(pki.ChangedSince(before).Intersect(foreign));
    }

    [Fact]
    public async Task A_CA_that_was_bootstrapped_can_issue_more()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var directory = CertificateDirectory.Open(pki.Path);
        using var root = AuthorityFiles.Load(directory, CertificateFiles.Root, pki.Clock);
        using var issuing = AuthorityFiles.Load(directory, CertificateFiles.Issuing, pki.Clock);
        using var authority = await pki.OpenAsync();

        using var leaf = await authority.IssueAsync(new IdentityDeclaration("guest", Pki.Authority.LeafRequest.Client("guest")), "test");

        PkiAssert.ChainIsGood(leaf, root.Certificate, [issuing.Certificate], "1.3.6.1.5.5.7.3.2", SetClock.Noon);
        using var loaded = X509Certificate2.CreateFromPemFile(pki.PathOf("guest.crt"), pki.PathOf("guest.key"));
        Assert.Equal(leaf.Thumbprint, loaded.Thumbprint);
        Assert.Empty((await pki.BootstrapAsync()).Changes);
    }

    [Fact]
    public void Loading_a_CA_that_is_not_there_says_what_to_do()
    {
        using var temporary = new TemporaryDirectory();

        var exception = Assert.Throws<PkiException>(
            () => AuthorityFiles.Load(CertificateDirectory.Open(temporary.Path), CertificateFiles.Issuing));

        Assert.EndsWith("issuing-ca.crt is not there: run bootstrap first.", exception.Message, StringComparison.Ordinal);
    }
}
