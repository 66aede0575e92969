using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Interoperability;

/// <summary>A PKI whose CAs and leaves all have one kind of key, with good leaves and bad ones.</summary>
internal sealed class RehearsedPki : IDisposable
{
    private readonly BootstrappedPki _pki = new();

    /// <summary>The certificate directory.</summary>
    public string Path => _pki.Path;

    public static async Task<RehearsedPki> CreateAsync(KeyType keyType)
    {
        var made = new RehearsedPki();
        made._pki.Clock.Now = DateTimeOffset.UtcNow;
        var defaults = PkiConfiguration.Default;
        IdentityDeclaration[] identities =
        [
            new("server", LeafRequest.Server("server", "localhost")),
            new("client", LeafRequest.Client("client")),
            new("both", LeafRequest.Server("both", "localhost") with { Profile = CertificateProfile.ServerAndClient }),
            Bad("expired", IdentityDefect.Expired),
            Bad("revoked", IdentityDefect.Revoked),
            Bad("untrusted", IdentityDefect.Untrusted),
        ];
        await PkiBootstrap.RunAsync(made._pki.Options([.. identities.Select(identity => identity with { KeyType = keyType })]) with
        {
            Configuration = defaults with { Root = defaults.Root with { KeyType = keyType }, Issuing = defaults.Issuing with { KeyType = keyType } },
        });
        await File.WriteAllTextAsync(made.PathOf("lists.pem"), made.Text("ca.crl") + made.Text("issuing-ca.crl"));
        return made;
    }

    public string PathOf(string file) => _pki.PathOf(file);

    public string Text(string file) => File.ReadAllText(PathOf(file));

    public X509Certificate2 Certificate(string name) => _pki.Certificate(name);

    public Task<ProcessResult> RunAsync(string tool, params string[] arguments) => ProcessRunner.RunAsync(tool, arguments, workingDirectory: Path);

    public void Dispose() => _pki.Dispose();

    private static IdentityDeclaration Bad(string name, IdentityDefect defect) => new(name, LeafRequest.Client(name)) { Defect = defect };
}
