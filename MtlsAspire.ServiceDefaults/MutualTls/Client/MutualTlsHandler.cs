using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// Lock 2, and the handler of an HTTP client that shows our certificate: believes only servers of our trust anchors with the
/// name that was called, and tells each failure by its reason. A new identity moves requests over to new connections.
/// </summary>
internal sealed class MutualTlsHandler : HttpMessageHandler
{
    private static readonly HttpRequestOptionsKey<RequestHandshake> HandshakeKey = new("MtlsAspire.Handshake");

    // Timers count in milliseconds of a coarser clock, and may be early by its tick.
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(20);

    private readonly IdentityStore _identity;
    private readonly TrustStore _trust;
    private readonly MutualTlsClientOptions _options;
    private readonly ClientConnections _connections;
    private readonly HandshakeTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly TimeSpan _handshakeTimeout;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ServerConnection, bool> _live = new();

    // Nothing that is set in the flow of the handshake is seen by what comes after it; but the stream is the same.
    private readonly ConditionalWeakTable<SslStream, Handshake> _judged = new();
    private volatile HandlerGeneration _generation;

    public MutualTlsHandler(
        IdentityStore identity,
        TrustStore trust,
        MutualTlsClientOptions options,
        MutualTlsOptions settings,
        ClientConnections connections,
        HandshakeTelemetry telemetry,
        TimeProvider time,
        ILogger<MutualTlsHandler> logger)
    {
        _identity = identity;
        _trust = trust;
        _options = options;
        _handshakeTimeout = settings.HandshakeTimeout;
        _connections = connections;
        _telemetry = telemetry;
        _time = time;
        _logger = logger;
        _generation = NewGeneration();
        identity.Source.Changed += OnIdentityChanged;
        trust.Rechecking += Recheck;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HandlerGeneration generation;
        do generation = _generation;
        while (!generation.TryEnter());

        var handshake = new RequestHandshake(Activity.Current?.Context ?? default);
        request.Options.Set(HandshakeKey, handshake);
        Exception? failure = null;
        try
        {
            return await generation.Invoker.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or MutualTlsException || IsHandshakeTimeout(exception, handshake, cancellationToken))
        {
            failure = exception;
            var explained = MutualTlsFailure.Explain(exception, handshake.Current);
            if (ReferenceEquals(explained, exception)) throw;
            throw explained;
        }
        finally
        {
            if (handshake.Leave() is { } given) TellFailure(given, failure);
            generation.Leave();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _identity.Source.Changed -= OnIdentityChanged;
            _trust.Rechecking -= Recheck;
            _generation.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OnIdentityChanged(object? sender, EventArgs e) => Replace();

    private void Replace() => Interlocked.Exchange(ref _generation, NewGeneration()).Leave();

    private HandlerGeneration NewGeneration() => new(new SocketsHttpHandler
    {
        // Long enough to be worth its handshake, short enough to notice that a name has moved.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = _handshakeTimeout,
        ConnectCallback = ConnectAsync,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult(Complete(context)),
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = _options.ShowCertificate ? _identity.Current.Context : null,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            CertificateChainPolicy = PlatformChain.Policy,
            RemoteCertificateValidationCallback = Judge,
        },
    });

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connecting = Stopwatch.GetTimestamp();
        var socket = await Dialer.ConnectAsync(context.DnsEndPoint, cancellationToken);
        context.InitialRequestMessage.Options.TryGetValue(HandshakeKey, out var request);
        var handshake = HandshakeTelemetry.BeginAsClient(socket.RemoteEndPoint, context.DnsEndPoint.Host, request?.Cause ?? default, connecting);
        request?.Enter(handshake);
        return new ClientTap(new NetworkStream(socket, ownsSocket: true), handshake, closed =>
        {
            // The request that wanted the connection is about to learn why there is none, and tells it better.
            if (request is null || request.Close(closed)) TellFailure(closed, failure: null);
        });
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var stream = (SslStream)sender;
        _connections.Begin(stream);
        // Through a proxy's tunnel the handshake may not be known; the server is judged all the same.
        var known = ClientTap.Current;
        if (known is not null) _judged.AddOrUpdate(stream, known);
        var handshake = known ?? new Handshake(PeerRole.Server, activity: null);
        var verdict = handshake.Judge(certificate, chain, server => _trust.Current.JudgeServer(server, ExpectedName(stream.TargetHostName)));

        // Returning false would hide the reason from the caller.
        return verdict.IsAccepted ? true : throw new ServerRefusedException(verdict, handshake.Certificate);
    }

    private PeerName ExpectedName(string host) =>
        _options.ServerSpiffeId is { } spiffeId ? new PeerName(PeerNameKind.Uri, spiffeId) : PeerName.OfHost(host);

    private Stream Complete(SocketsHttpPlaintextStreamFilterContext context)
    {
        if (context.PlaintextStream is not SslStream tls
            || !_judged.TryGetValue(tls, out var handshake)
            || handshake is not { Verdict: { } verdict, Evidence: { } evidence })
        {
            return context.PlaintextStream;
        }

        var connection = new TlsConnection(
            PeerRole.Server, verdict, handshake.Certificate, tls.SslProtocol, tls.NegotiatedCipherSuite, handshake.Activity?.Context ?? default);
        _telemetry.Established(handshake, connection);
        _connections.Complete(tls, connection);
        _logger.ServerConnected(connection, context.InitialRequestMessage.RequestUri?.Authority ?? tls.TargetHostName, _time.GetUtcNow());

        var live = new ServerConnection(handshake, connection, evidence, ExpectedName(tls.TargetHostName));
        _live[live] = true;
        live.Stream = new FirstAnswerStream(tls, exception => RefusedByServer(live, exception), () => _live.TryRemove(live, out _));
        return live.Stream;
    }

    private RefusedByServerException RefusedByServer(ServerConnection live, Exception? exception)
    {
        var alert = exception is null ? null : HandshakeFailure.AlertIn(exception);
        var verdict = PeerVerdict.Refused(
            RefusalReason.RefusedByPeer,
            alert is null
                ? "The server ended the connection before its first answer: most likely it refuses our certificate; its log has the reason."
                : $"The server refuses our certificate, by the alert {alert}.");
        _telemetry.Ended(PeerRole.Server, live.Handshake.PeerAddress, live.Connection.With(verdict));
        var refusal = new RefusedByServerException(verdict, live.Connection.Certificate, exception);
        live.Handshake.Refusal = refusal;
        return refusal;
    }

    private void TellFailure(Handshake handshake, Exception? failure)
    {
        if (handshake.IsTold) return;
        _telemetry.Failed(handshake, handshake.Verdict is { IsAccepted: false } verdict ? verdict
            : failure is not null ? HandshakeFailure.Explain(failure)
            : Stopwatch.GetElapsedTime(handshake.Connecting) >= _handshakeTimeout - TimerResolution ? HandshakeFailure.TimedOut()
            : HandshakeFailure.ConnectionClosed());
    }

    // The framework says it by the exception of a caller who waits no longer.
    private static bool IsHandshakeTimeout(Exception exception, RequestHandshake handshake, CancellationToken cancellationToken) =>
        exception is OperationCanceledException { InnerException: TimeoutException }
        && handshake.Current is { IsTold: false }
        && !cancellationToken.IsCancellationRequested;

    // Live connections to a server that is refused from now on get no further request, and are cut soon; the next request makes a new one, and is told why not.
    private void Recheck(object? sender, EventArgs e)
    {
        var trust = _trust.Current;
        var refused = _live.Keys
            .Select(live => (Live: live, Verdict: trust.JudgeLiveServer(live.Evidence, live.Expected)))
            .Where(judged => !judged.Verdict.IsAccepted && _live.TryRemove(judged.Live, out _))
            .ToList();
        if (refused.Count == 0) return;

        Replace();
        foreach (var (live, verdict) in refused)
        {
            _telemetry.Ended(PeerRole.Server, live.Handshake.PeerAddress, live.Connection.With(verdict));
            _ = CutAsync(live);
        }
    }

    private async Task CutAsync(ServerConnection live)
    {
        // What was asked before is still answered, or a CA could not be replaced without a failed request: the server may have shown its old
        // certificate a moment ago.
        await Task.Delay(TrustStore.Grace, _time);
        live.Stream?.Dispose();
    }
}
