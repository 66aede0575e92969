using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>
/// The one place that tells of handshakes: a span from start to end, metrics of low cardinality, and the audit of refusals.
/// The runtime's own span ends before its handshake has begun, and holds neither certificate nor reason.
/// </summary>
internal sealed class HandshakeTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "MtlsAspire.MutualTls";

    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _ended;
    private readonly RefusalAudit _audit;

    public HandshakeTelemetry(IMeterFactory meters, RefusalAudit audit)
    {
        _audit = audit;
        var meter = meters.Create(Name);
        _handshakes = meter.CreateCounter<long>(
            "mtls.handshakes", "{handshake}", "TLS handshakes by result; error.type is the reason of a refusal or failure.");
        _duration = meter.CreateHistogram(
            "mtls.handshake.duration",
            "s",
            "Duration of TLS handshakes, from the first byte to the verdict.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _ended = meter.CreateCounter<long>(
            "mtls.connections.ended", "{connection}", "Live connections that were ended because their peer is no longer accepted.");
    }

    /// <summary>Begins to tell of a handshake in which we are the server. Its span is a trace of its own.</summary>
    public static Handshake BeginAsServer(EndPoint? client)
    {
        // Without this, whatever started the server (a test, another request) would be its parent.
        Activity.Current = null;
        return new Handshake(PeerRole.Client, Source.StartActivity("TLS server handshake", ActivityKind.Server)) { PeerAddress = client };
    }

    /// <summary>Begins to tell of a handshake in which we are the client.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="serverName">The name that is called.</param>
    /// <param name="cause">The span in which the connection became necessary.</param>
    /// <param name="connecting">When connecting began, in ticks of <see cref="Stopwatch"/>.</param>
    public static Handshake BeginAsClient(EndPoint? server, string serverName, ActivityContext cause, long connecting)
    {
        // A connection outlives the request that caused it: the span must not become the current one of anything else.
        var current = Activity.Current;
        // Else, where there is no cause, the framework's span of the connection's set-up would be it, which is not exported.
        Activity.Current = null;
        var activity = Source.StartActivity(ActivityKind.Internal, cause, name: "TLS client handshake");
        Activity.Current = current;
        return new Handshake(PeerRole.Server, activity) { PeerAddress = server, ServerName = serverName, Connecting = connecting };
    }

    /// <summary>Tells that a handshake was completed; its peer may have been refused nevertheless, and will be told so.</summary>
    public void Established(Handshake handshake, TlsConnection connection)
    {
        if (!handshake.BeginTelling()) return;
        if (handshake.Activity is { } activity) connection.AddTo(activity);
        Tell(handshake, connection.Verdict, connection.Certificate, connection.ProtocolVersion, isEstablished: true);
    }

    /// <summary>Tells that a handshake was not completed.</summary>
    public void Failed(Handshake handshake, PeerVerdict verdict)
    {
        if (!handshake.BeginTelling()) return;
        if (handshake.Activity is { } activity) TlsAttributes.AddPeer(activity, handshake.Peer, verdict, handshake.Certificate);
        Tell(handshake, verdict, handshake.Certificate, version: null, isEstablished: false);
    }

    /// <summary>Tells that a live connection is ended because its peer is refused from now on.</summary>
    public void Ended(PeerRole peer, EndPoint? address, TlsConnection connection)
    {
        _ended.Add(1, new TagList { { "mtls.peer", peer.Name() }, { "error.type", connection.Verdict.Code } });
        _audit.ConnectionEnded(peer, address, connection.Verdict, connection.Certificate);
    }

    private void Tell(Handshake handshake, PeerVerdict verdict, PeerCertificate? certificate, string? version, bool isEstablished)
    {
        var tags = new TagList
        {
            { "mtls.peer", handshake.Peer.Name() },
            { "mtls.result", verdict.IsAccepted ? "accepted" : isEstablished || handshake.Verdict is not null ? "refused" : "failed" },
        };
        if (!verdict.IsAccepted) tags.Add("error.type", verdict.Code);
        if (version is not null) tags.Add("tls.protocol.version", version);
        if (handshake.IsResumed is { } isResumed) tags.Add("tls.resumed", isResumed);
        _handshakes.Add(1, tags);
        _duration.Record(Stopwatch.GetElapsedTime(handshake.Started).TotalSeconds, tags);

        if (handshake.Activity is { } activity)
        {
            Describe(activity, handshake, verdict, isEstablished);
            Stop(activity);
        }

        if (!verdict.IsAccepted) _audit.Refused(handshake, verdict, certificate);
    }

    private static void Describe(Activity activity, Handshake handshake, PeerVerdict verdict, bool isEstablished)
    {
        activity.SetTag("tls.established", isEstablished);
        if (handshake.IsResumed is { } isResumed) activity.SetTag("tls.resumed", isResumed);
        if (handshake.ServerName is { } serverName) activity.SetTag("server.address", serverName);
        if (handshake.PeerAddress is IPEndPoint address)
        {
            activity.SetTag("network.peer.address", address.Address.ToString());
            activity.SetTag("network.peer.port", address.Port);
        }

        if (verdict.IsAccepted) return;
        activity.SetTag("error.type", verdict.Code);
        activity.SetStatus(ActivityStatusCode.Error, verdict.Explanation);
    }

    // Stopping makes the parent current, which is right only where the span itself is current.
    private static void Stop(Activity activity)
    {
        var current = Activity.Current;
        activity.Stop();
        if (!ReferenceEquals(current, activity)) Activity.Current = current;
    }
}
