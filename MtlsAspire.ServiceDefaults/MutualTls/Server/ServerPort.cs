using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// What stands around TLS on an https port: it looks at a connection's first bytes before TLS does, tells how its handshake
/// ended, and lets no one wait in it for long.
/// </summary>
internal sealed class ServerPort(MutualTlsOptions options, HandshakeTelemetry telemetry, HandshakeExceptions exceptions) : IDisposable
{
    private const string PlainHttpText = "This port speaks TLS only, and wants a client certificate: use https.\n";

    private static readonly byte[] PlainHttpAnswer = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {PlainHttpText.Length}\r\nConnection: close\r\n\r\n{PlainHttpText}");

    // Each stage has a limit of its own, so that who is stuck in one is in nobody's way in another.
    private readonly UnacceptedConnections _silent = new(options.MaxUnacceptedConnections);
    private readonly UnacceptedConnections _inHandshake = new(options.MaxUnacceptedConnections);
    private readonly UnacceptedConnections _refused = new(options.MaxUnacceptedConnections);

    // Who was dropped out of its handshake goes on taking memory until its thread comes round to it, which in a flood takes a while.
    // Beyond these no handshake is begun; who waits for its turn is still in the stage before.
    private readonly SemaphoreSlim _handshakes = new(2 * options.MaxUnacceptedConnections);

    /// <summary>How many connections there are whose client has not been accepted: silent as yet, in their handshake, or refused.</summary>
    public int Unaccepted => _silent.Count + _inHandshake.Count + _refused.Count;

    /// <summary>The middleware that comes before TLS.</summary>
    public ConnectionDelegate Enclose(ConnectionDelegate tls, HandshakeMode mode) => async connection =>
    {
        var handshake = HandshakeTelemetry.BeginAsServer(connection.RemoteEndPoint);
        var client = new PeerCertificateFeature(handshake, mode);
        connection.Features.Set(client);
        connection.Features.Set<IPeerCertificateFeature>(client);
        client.LeaveStage = _silent.Add(connection);
        try
        {
            if ((await ReadHelloAsync(connection, handshake) ?? await WaitForTurnAsync(connection)) is { } refused)
            {
                telemetry.Failed(handshake, handshake.IsDisplaced ? HandshakeFailure.Displaced() : refused);
                return;
            }

            client.LeaveStage();
            var leave = _inHandshake.Add(connection);
            client.LeaveStage = () =>
            {
                leave();
                _handshakes.Release();
            };
            connection.Transport = new ServerHelloTap(connection.Transport, handshake);
            exceptions.Collect(handshake);
            await tls(connection);

            // After a handshake that was completed this says nothing any more.
            telemetry.Failed(handshake, Explain(handshake));
        }
        catch (Exception exception) when (!handshake.IsTold)
        {
            // The platform's chain building throws on some hostile certificates: a refusal like any other, and no error of ours.
            handshake.Failure = exception;
            telemetry.Failed(handshake, Explain(handshake));
        }
        finally
        {
            client.LeaveStage();
        }
    };

    /// <summary>The middleware that comes after TLS, once the handshake is done and judged.</summary>
    public void Leave(ConnectionContext connection, PeerCertificateFeature client)
    {
        exceptions.Collect(null);
        client.LeaveStage();
        client.LeaveStage = client is { Connection.Verdict.IsAccepted: false } ? _refused.Add(connection) : static () => { };
    }

    /// <inheritdoc/>
    public void Dispose() => _handshakes.Dispose();

    private static PeerVerdict Explain(Handshake handshake) => handshake switch
    {
        { Verdict: { IsAccepted: false } verdict } => verdict,
        { IsDisplaced: true } => HandshakeFailure.Displaced(),
        { Failure: { } failure } => HandshakeFailure.Explain(failure),
        _ => HandshakeFailure.ConnectionClosed(),
    };

    private async Task<PeerVerdict?> WaitForTurnAsync(ConnectionContext connection)
    {
        try
        {
            return await _handshakes.WaitAsync(options.HandshakeTimeout, connection.ConnectionClosed) ? null : HandshakeFailure.TimedOut();
        }
        catch (OperationCanceledException)
        {
            return HandshakeFailure.ConnectionClosed();
        }
    }

    // Nothing is consumed here: TLS reads the same bytes again.
    private async Task<PeerVerdict?> ReadHelloAsync(ConnectionContext connection, Handshake handshake)
    {
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout);
        var input = connection.Transport.Input;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                return HandshakeFailure.TimedOut();
            }
            catch (IOException)
            {
                return HandshakeFailure.ConnectionClosed();
            }

            var kind = ClientHello.Read(read.Buffer, out var hello);
            if (kind == ClientHello.Kind.Incomplete && !read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            input.AdvanceTo(read.Buffer.Start);
            handshake.Hello = hello;
            handshake.ServerName = hello?.ServerName;
            switch (kind)
            {
                case ClientHello.Kind.Incomplete:
                    return HandshakeFailure.ConnectionClosed();
                case ClientHello.Kind.PlainHttp:
                    await connection.Transport.Output.WriteAsync(PlainHttpAnswer, timeout.Token);
                    return PeerVerdict.Refused(RefusalReason.PlainHttp, "The client speaks HTTP without TLS on a port for TLS.");
                case ClientHello.Kind.NotTls:
                    return PeerVerdict.Refused(RefusalReason.UnexpectedMessage, "The client sent something that is not TLS.");
                default:
                    return null;
            }
        }
    }
}
