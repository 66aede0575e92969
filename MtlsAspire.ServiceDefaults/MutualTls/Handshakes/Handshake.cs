using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>One handshake while it goes on: what its ends see of it, until <see cref="HandshakeTelemetry"/> tells its result.</summary>
/// <param name="peer">Whom we verify in it.</param>
/// <param name="activity">Its span, if anybody listens.</param>
internal sealed class Handshake(PeerRole peer, Activity? activity)
{
    private int _isTold;

    public PeerRole Peer { get; } = peer;

    public Activity? Activity { get; } = activity;

    /// <summary>When it began, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>When connecting to the peer began, likewise; only where we are the client.</summary>
    public long Connecting { get; init; }

    public EndPoint? PeerAddress { get; init; }

    /// <summary>What the client offered; only where we are the server.</summary>
    public ClientHello? Hello { get; set; }

    /// <summary>The host name that the client asked for.</summary>
    public string? ServerName { get; set; }

    /// <summary>The decision about the peer's certificate; <c>null</c> until it was asked for.</summary>
    public PeerVerdict? Verdict { get; private set; }

    /// <summary>The certificate that the decision is about.</summary>
    public PeerCertificate? Certificate { get; private set; }

    /// <summary>The same as bytes, with what came along, to decide again later.</summary>
    public PeerEvidence? Evidence { get; private set; }

    /// <summary>Whether a session was resumed; <c>null</c> while that is not known.</summary>
    public bool? IsResumed { get; set; }

    /// <summary>That the server refused us afterwards, if it did; only where we are the client.</summary>
    public MutualTlsException? Refusal { get; set; }

    /// <summary>What TLS threw, if it did.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether its connection was closed to make room for another.</summary>
    public bool IsDisplaced { get; set; }

    /// <summary>Notes what the peer shows of itself, and decides about it.</summary>
    /// <param name="certificate">The peer's certificate; <c>null</c> if it sent none.</param>
    /// <param name="chain">The chain that the platform built; it holds what else was sent.</param>
    /// <param name="judge">Decides about a certificate.</param>
    /// <returns>The verdict.</returns>
    public PeerVerdict Judge(X509Certificate? certificate, X509Chain? chain, Func<PeerEvidence, PeerVerdict> judge)
    {
        if (certificate is not X509Certificate2 leaf)
            return Verdict = PeerVerdict.Refused(RefusalReason.CertificateMissing, $"The {Peer.Name()} sent no certificate.");

        Evidence = PeerEvidence.Of(leaf, chain);
        Certificate = new PeerCertificate(leaf);
        return Verdict = judge(Evidence);
    }

    /// <summary>Whether the result has been told.</summary>
    public bool IsTold => Volatile.Read(ref _isTold) != 0;

    /// <summary>Whether nobody has told the result yet; from now on somebody has.</summary>
    public bool BeginTelling() => Interlocked.Exchange(ref _isTold, 1) == 0;
}
