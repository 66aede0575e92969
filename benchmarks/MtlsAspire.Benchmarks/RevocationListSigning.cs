using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Benchmarks;

/// <summary>From the ledger to a new revocation list on disk (asked for: less than a second with 10,000 revoked certificates).</summary>
public class RevocationListSigning : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mtls-lists-").FullName;
    private PkiAuthority _pki = null!;

    /// <summary>How many certificates are revoked.</summary>
    [Params(10_000)]
    public int Revoked { get; set; }

    /// <summary>Revokes them.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        await PkiBootstrap.RunAsync(new BootstrapOptions { Directory = _directory });
        _pki = await PkiAuthority.OpenAsync(new PkiAuthorityOptions { Directory = _directory });
        var issuer = _pki.Authorities().First(authority => authority.Name == "issuing-ca").KeyId;
        var now = DateTimeOffset.UtcNow;
        _pki.Ledger.Record([.. Enumerable.Range(0, Revoked).Select(i => new LedgerEntry
        {
            IssuerKeyId = issuer,
            Serial = "01" + Convert.ToHexString(RandomNumberGenerator.GetBytes(15)),
            Name = $"client{i}",
            Kind = LedgerKind.Leaf,
            Subject = $"CN=client{i}",
            NotAfter = now.AddDays(90),
            IssuedAt = now,
            IssuedBy = "benchmark",
            Revocation = new Revocation(now, X509RevocationReason.Superseded, "benchmark"),
        })]);
    }

    /// <summary>A new list of each CA.</summary>
    [Benchmark]
    public Task Publish() => _pki.PublishRevocationListsAsync(force: true, "benchmark");

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _pki.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }
}
