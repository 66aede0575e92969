using BenchmarkDotNet.Attributes;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Benchmarks;

/// <summary>What our own rules and a revocation list add to a handshake (asked for: less than 150 µs with 10,000 entries).</summary>
[MemoryDiagnoser]
public class PeerValidation : IDisposable
{
    private const int Leaves = 4_000;

    private BenchmarkPki _pki = null!;
    private PeerValidator _validator = null!;
    private ReadOnlyMemory<byte> _known;
    private ReadOnlyMemory<byte>[] _new = null!;
    private ReadOnlyMemory<byte>[] _sent = null!;
    private int _next;

    /// <summary>How many certificates the issuing CA has revoked.</summary>
    [Params(0, 10_000)]
    public int Revoked { get; set; }

    /// <summary>Makes the PKI, and the clients that come.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _pki = new BenchmarkPki(Revoked);
        _sent = [_pki.Issuing.RawDataMemory];
        _validator = new PeerValidator(PeerRole.Client, _pki.Trust, PeerValidationOptions.PrivatePki, TimeProvider.System);
        using var known = _pki.IssueClient("known");
        _known = known.RawData;
        _new = new ReadOnlyMemory<byte>[Leaves];
        for (var i = 0; i < Leaves; i++)
        {
            using var leaf = _pki.IssueClient($"client{i}");
            _new[i] = leaf.RawData;
        }

        Accept(_known);
    }

    /// <summary>A client that came before: time, revocation and name are judged, its path is remembered.</summary>
    [Benchmark]
    public PeerVerdict KnownClient() => Accept(_known);

    /// <summary>A client that comes for the first time: read, path found, its signature checked. (More come than are remembered.)</summary>
    [Benchmark]
    public PeerVerdict NewClient() => Accept(_new[_next++ % Leaves]);

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _pki.Dispose();
        GC.SuppressFinalize(this);
    }

    private PeerVerdict Accept(ReadOnlyMemory<byte> leaf)
    {
        var verdict = _validator.Validate(leaf, _sent, expectedName: null);
        return verdict.IsAccepted ? verdict : throw new InvalidOperationException($"{verdict.Code}: {verdict.Explanation}");
    }
}
