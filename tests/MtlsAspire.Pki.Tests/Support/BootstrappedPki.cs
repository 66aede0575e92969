using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Support;

/// <summary>A certificate directory of a test's own, at a time of its own.</summary>
internal sealed class BootstrappedPki : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public BootstrappedPki() => Path = _temporary.Combine("certs");

    /// <summary>The file names of a complete directory, in the order in which a first bootstrap writes them.</summary>
    public static IReadOnlyList<string> AllFiles { get; } =
    [
        "ca.key", "ca.crt", "issuing-ca.key", "issuing-ca.crt", "ca.crl", "issuing-ca.crl",
        .. CertificateFiles.OfIdentity("server"), .. CertificateFiles.OfIdentity("client1"), .. CertificateFiles.OfIdentity("client2"),
    ];

    public string Path { get; }

    public SetClock Clock { get; } = SetClock.AtNoon();

    public static async Task<BootstrappedPki> CreateAsync()
    {
        var pki = new BootstrappedPki();
        await pki.BootstrapAsync();
        return pki;
    }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public Task<BootstrapResult> BootstrapAsync(params string[] serverNames) => PkiBootstrap.RunAsync(new BootstrapOptions
    {
        Directory = Path,
        Identities = IdentityDeclaration.Defaults(serverNames),
        Clock = Clock,
    });

    public Task<PkiAuthority> OpenAsync() => PkiAuthority.OpenAsync(new PkiAuthorityOptions { Directory = Path, Clock = Clock });

    public BootstrapOptions Options(IReadOnlyList<IdentityDeclaration> identities) => new() { Directory = Path, Identities = identities, Clock = Clock, By = "test" };

    /// <summary>The first certificate in the file of an identity or CA.</summary>
    public X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadCertificateFromFile(PathOf($"{name}.crt"));

    /// <summary>Bootstraps, and expects this to be refused.</summary>
    /// <returns>The message.</returns>
    public async Task<string> BootstrapRefusedAsync()
    {
        var before = Snapshot();
        var exception = await Assert.ThrowsAsync<PkiException>(() => BootstrapAsync());
        Assert.Equal(before, Snapshot());
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain("PRIVATE KEY", exception.Message, StringComparison.Ordinal);
        return exception.Message;
    }

    /// <summary>Name, content and modification time of every file.</summary>
    public SortedDictionary<string, string> Snapshot() => new(
        Directory.GetFiles(Path).ToDictionary(
            path => System.IO.Path.GetFileName(path),
            path => $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(File.ReadAllBytes(path))}",
            StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>The names of the files that differ from an earlier snapshot.</summary>
    public IEnumerable<string> ChangedSince(SortedDictionary<string, string> before)
    {
        var now = Snapshot();
        return now.Keys.Union(before.Keys).Where(file => now.GetValueOrDefault(file) != before.GetValueOrDefault(file));
    }

    public void Dispose() => _temporary.Dispose();
}
