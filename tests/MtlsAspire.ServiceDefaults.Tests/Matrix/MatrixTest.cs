using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// One row of the matrix of handshakes: a scenario on both locks, over real sockets, on each TLS version and in each mode.
/// Its name and summary are the specification; what was seen goes into the table that <c>eng/matrix</c> prints.
/// </summary>
public abstract class MatrixTest : IDisposable
{
    /// <summary>The PKI of this test.</summary>
    protected TestPki Pki { get; } = new();

    /// <summary>Each TLS version with each mode: the cases of lock 1.</summary>
    public static TheoryData<SslProtocols, HandshakeMode> LockOneCases => new()
    {
        { SslProtocols.Tls12, HandshakeMode.Explain },
        { SslProtocols.Tls12, HandshakeMode.Require },
        { SslProtocols.Tls13, HandshakeMode.Explain },
        { SslProtocols.Tls13, HandshakeMode.Require },
    };

    /// <summary>Each TLS version: the cases of lock 2.</summary>
    public static TheoryData<SslProtocols> LockTwoCases => [SslProtocols.Tls12, SslProtocols.Tls13];

    public virtual void Dispose()
    {
        Pki.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asserts that a client was refused: the reason in the span, the metric and the audit, and the client told what its mode tells.</summary>
    protected void AssertRefused(string reason, HandshakeSeen seen, SslProtocols protocol, HandshakeMode mode)
    {
        Record(lockNumber: 1, protocol, mode, reason, seen);
        Assert.Equal(reason, seen.Reason);
        Assert.Equal(reason, seen.Metric);
        Assert.Equal(reason, seen.Audit);
        Assert.False(string.IsNullOrWhiteSpace(seen.Explanation));
        if (mode == HandshakeMode.Explain) Assert.Equal($"HTTP/1.1 401 Unauthorized, {reason}", seen.PeerSees);
        else Assert.DoesNotContain("HTTP/1.1", seen.PeerSees, StringComparison.Ordinal);
    }

    /// <summary>Asserts that a client was accepted, and its request answered.</summary>
    protected void AssertAccepted(HandshakeSeen seen, SslProtocols protocol, HandshakeMode mode)
    {
        Record(lockNumber: 1, protocol, mode, "accepted", seen);
        Assert.Equal(("accepted", "accepted", null, "HTTP/1.1 200 OK"), (seen.Reason, seen.Metric, seen.Audit, seen.PeerSees));
    }

    /// <summary>Asserts that a client was accepted, and its request forbidden: 403 with problem details.</summary>
    protected void AssertForbidden(HandshakeSeen seen, SslProtocols protocol, HandshakeMode mode)
    {
        Record(lockNumber: 1, protocol, mode, "403 identity_not_allowed", seen);
        Assert.Equal(
            ("accepted", "accepted", null, "HTTP/1.1 403 Forbidden, identity_not_allowed"), (seen.Reason, seen.Metric, seen.Audit, seen.PeerSees));
    }

    /// <summary>Asserts that our client refused a server: the reason in the exception, the span, the metric and the audit.</summary>
    protected void AssertRefused(string reason, HandshakeSeen seen, SslProtocols protocol)
    {
        Record(lockNumber: 2, protocol, mode: null, reason, seen);
        Assert.True(reason == seen.Reason, $"{reason} was expected, {seen.Reason} was seen: {seen.Explanation}");
        Assert.Equal((reason, reason, reason), (seen.Reason, seen.Metric, seen.Audit));
        Assert.False(string.IsNullOrWhiteSpace(seen.Explanation));
        Assert.EndsWith($"Exception: {reason}", seen.PeerSees, StringComparison.Ordinal);
    }

    /// <summary>Asserts that our client accepted a server, and got its answer.</summary>
    protected void AssertAccepted(HandshakeSeen seen, SslProtocols protocol)
    {
        Record(lockNumber: 2, protocol, mode: null, "accepted", seen);
        Assert.Equal(("accepted", "accepted", null, "ok"), (seen.Reason, seen.Metric, seen.Audit, seen.PeerSees));
    }

    /// <summary>Puts what was seen into the table.</summary>
    protected void Record(int lockNumber, SslProtocols protocol, HandshakeMode? mode, string expected, HandshakeSeen seen) =>
        MatrixTable.Add(GetType(), lockNumber, protocol, mode, expected, seen);
}
