using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// The connections of accepted clients. A connection may live longer than what it was accepted for: so each is judged again
/// when trust has changed, and once a second for the sake of the clock; who is refused then has no further request
/// answered, and is disconnected.
/// </summary>
internal sealed class LiveConnections
{
    private readonly TrustStore _trust;
    private readonly HandshakeTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ConnectionContext, PeerCertificateFeature> _connections = new();

    public LiveConnections(TrustStore trust, HandshakeTelemetry telemetry, TimeProvider time)
    {
        _trust = trust;
        _telemetry = telemetry;
        _time = time;
        trust.Rechecking += (_, _) => Recheck();
    }

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>Adds a connection, until it ends.</summary>
    public void Add(ConnectionContext context, PeerCertificateFeature client)
    {
        if (client is not { Connection.Verdict.IsAccepted: true, Handshake.Evidence: not null }) return;
        _connections[context] = client;
        context.ConnectionClosed.UnsafeRegister(_ => _connections.TryRemove(context, out var _), null);
        // The registration may have come too late, and so may the change of trust that happened meanwhile.
        if (context.ConnectionClosed.IsCancellationRequested) _connections.TryRemove(context, out _);
    }

    private void Recheck()
    {
        var current = _trust.Current;
        foreach (var (context, client) in _connections)
        {
            var verdict = current.JudgeLiveClient(client.Handshake.Evidence!);
            if (!verdict.IsAccepted && _connections.TryRemove(context, out _)) End(context, client, verdict);
        }
    }

    private void End(ConnectionContext context, PeerCertificateFeature client, PeerVerdict verdict)
    {
        var connection = client.Connection!.With(verdict);
        // From here on every new request is answered 401, with the reason.
        client.Decide(connection);
        _telemetry.Ended(PeerRole.Client, context.RemoteEndPoint, connection);
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        _ = AbortAsync(context, verdict);
    }

    private async Task AbortAsync(ConnectionContext context, PeerVerdict verdict)
    {
        await Task.Delay(TrustStore.Grace, _time, context.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort(new ConnectionAbortedException($"The client is no longer accepted: {verdict.Code}."));
    }
}
