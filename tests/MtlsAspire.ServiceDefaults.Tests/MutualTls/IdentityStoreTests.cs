using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>The service's identity follows its files: as a whole, when the new pair is complete and valid.</summary>
public sealed class IdentityStoreTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly X509Certificate2 _first;
    private readonly X509Certificate2 _second;

    public IdentityStoreTests()
    {
        _first = _pki.IssueClient();
        _second = _pki.IssueClient();
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _pki.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Between_the_two_files_of_a_new_pair_the_old_identity_stays(bool keyComesFirst)
    {
        var store = Load(Options(_first));
        var before = store.Current;
        var files = new[] { (Path: _pki.PathOf("client1.key"), Text: Key(_second)), (Path: _pki.PathOf("client1.crt"), Text: Chain(_second)) };
        if (!keyComesFirst) Array.Reverse(files);

        TestPki.Replace(files[0].Path, files[0].Text);
        Assert.False(store.Source.Refresh());
        Assert.Same(before, store.Current);
        Assert.Contains("is not the key of certificate", store.Source.Problem, StringComparison.Ordinal);
        Assert.Null(store.Source.LastingProblem);

        TestPki.Replace(files[1].Path, files[1].Text);
        Assert.True(store.Source.Refresh());
        Assert.Equal(_second.Thumbprint, store.Current.Leaf.Thumbprint);
        Assert.Null(store.Source.Problem);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("garbage")]
    [InlineData("gone")]
    public void A_certificate_that_cannot_be_used_does_not_replace_one_that_can(string kind)
    {
        var store = Load(Options(_first));
        using var expired = _pki.Issuing.Issue(Pki.Authority.LeafRequest.Client("client1") with { Validity = TestPki.Expired });
        switch (kind)
        {
            case "expired":
                TestPki.Replace(_pki.PathOf("client1.key"), Key(expired));
                TestPki.Replace(_pki.PathOf("client1.crt"), Chain(expired));
                break;
            case "garbage": TestPki.Replace(_pki.PathOf("client1.crt"), "garbage"); break;
            default: File.Delete(_pki.PathOf("client1.crt")); break;
        }

        Assert.False(store.Source.Refresh());

        Assert.Equal(_first.Thumbprint, store.Current.Leaf.Thumbprint);
        Assert.StartsWith("MutualTls:", store.Source.Problem, StringComparison.Ordinal);

        // Not until the next look is it worth telling, and then it is the same at every look, or the log would be full of it.
        Assert.Null(store.Source.LastingProblem);
        Assert.False(store.Source.Refresh());
        Assert.Equal(store.Source.Problem, store.Source.LastingProblem);
        var told = store.Source.LastingProblem;
        Assert.False(store.Source.Refresh());
        Assert.Equal(told, store.Source.LastingProblem);
    }

    [Fact]
    public void A_change_behind_links_is_seen_as_Kubernetes_makes_it()
    {
        // A mounted secret: the file is a link into "..data", which is a link to a directory that is exchanged.
        foreach (var (directory, leaf) in new[] { ("..v1", _first), ("..v2", _second) })
        {
            Directory.CreateDirectory(_pki.PathOf(directory));
            File.WriteAllText(Path.Combine(_pki.PathOf(directory), "tls.crt"), Chain(leaf));
            File.WriteAllText(Path.Combine(_pki.PathOf(directory), "tls.key"), Key(leaf));
        }

        Directory.CreateSymbolicLink(_pki.PathOf("..data"), "..v1");
        File.CreateSymbolicLink(_pki.PathOf("tls.crt"), "..data/tls.crt");
        File.CreateSymbolicLink(_pki.PathOf("tls.key"), "..data/tls.key");
        var store = Load(new MutualTlsOptions { Certificate = _pki.PathOf("tls.crt"), Key = _pki.PathOf("tls.key"), TrustAnchors = _pki.AnchorsPath });

        Directory.CreateSymbolicLink(_pki.PathOf("..data_tmp"), "..v2");
        Directory.Delete(_pki.PathOf("..data"));
        Directory.Move(_pki.PathOf("..data_tmp"), _pki.PathOf("..data"));

        Assert.True(store.Source.Refresh());
        Assert.Equal(_second.Thumbprint, store.Current.Leaf.Thumbprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    public void A_PKCS12_file_is_an_identity_too(string password)
    {
        var all = new X509Certificate2Collection { _first, _pki.Issuing.Certificate, _pki.Root.Certificate };
        File.WriteAllBytes(_pki.PathOf("client1.pfx"), all.Export(X509ContentType.Pkcs12, password)!);
        var options = new MutualTlsOptions { Certificate = _pki.PathOf("client1.pfx"), Password = password, TrustAnchors = _pki.AnchorsPath };

        var identity = TlsIdentity.Load(options, TimeProvider.System);

        Assert.Equal(_first.Thumbprint, identity.Leaf.Thumbprint);
        Assert.True(identity.Leaf.HasPrivateKey);
        Assert.Equal(_pki.Issuing.Certificate.Thumbprint, Assert.Single(identity.Intermediates).Thumbprint);

        options.Password = "wrong";
        var exception = Assert.Throws<ConfigurationException>(() => TlsIdentity.Load(options, TimeProvider.System));
        Assert.StartsWith($"MutualTls:Certificate: file '{options.Certificate}' is no PKCS#12 file, or MutualTls:Password is not its password", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", exception.Message, StringComparison.Ordinal);
    }

    private MutualTlsOptions Options(X509Certificate2 leaf)
    {
        _pki.Write(leaf);
        return new MutualTlsOptions
        {
            Certificate = _pki.PathOf("client1.crt"),
            Key = _pki.PathOf("client1.key"),
            TrustAnchors = _pki.AnchorsPath,
        };
    }

    private static IdentityStore Load(MutualTlsOptions options)
    {
        var store = new IdentityStore(options, TimeProvider.System);
        store.Source.Load();
        return store;
    }

    private string Chain(X509Certificate2 leaf) => leaf.ExportCertificatePem() + "\n" + _pki.Issuing.Certificate.ExportCertificatePem();

    private static string Key(X509Certificate2 leaf) => leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
