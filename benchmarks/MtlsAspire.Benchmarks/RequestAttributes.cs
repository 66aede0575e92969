using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using BenchmarkDotNet.Attributes;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Benchmarks;

/// <summary>What the certificate's attributes add to a request's span (asked for: less than 1 µs).</summary>
[MemoryDiagnoser]
public class RequestAttributes : IDisposable
{
    private readonly ActivitySource _source = new("benchmark");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "benchmark",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private TlsConnection _connection = null!;

    /// <summary>Makes a connection, with the span of its handshake.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        ActivitySource.AddActivityListener(_listener);
        using var pki = new BenchmarkPki(revoked: 0);
        using var leaf = pki.IssueClient("client1");
        using var handshake = _source.StartActivity("TLS server handshake");
        _connection = new TlsConnection(
            PeerRole.Client, PeerVerdict.Accepted, new PeerCertificate(leaf), SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, handshake!.Context);
    }

    /// <summary>A span without them.</summary>
    [Benchmark(Baseline = true)]
    public void Span()
    {
        using var activity = _source.StartActivity("GET /");
    }

    /// <summary>A span with them.</summary>
    [Benchmark]
    public void SpanWithCertificate()
    {
        using var activity = _source.StartActivity("GET /");
        _connection.AddTo(activity!);
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        GC.SuppressFinalize(this);
    }
}
