using System.Buffers;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// The transport of one of our connections: sees both hellos go by, and notices when the connection is given up before
/// its handshake is done.
/// </summary>
internal sealed class ClientTap(Stream transport, Handshake handshake, Action<Handshake> closed) : PassThroughStream(transport)
{
    private static readonly AsyncLocal<Handshake?> InThisFlow = new();

    /// <summary>
    /// The handshake that goes on in this asynchronous flow. TLS gives its callback no way to the connection; but it calls
    /// back in the flow in which it wrote the hello, and what is set without awaiting stays set in the caller's flow.
    /// </summary>
    public static Handshake? Current => InThisFlow.Value;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (handshake.Hello is null)
        {
            InThisFlow.Value = handshake;
            ClientHello.Read(new ReadOnlySequence<byte>(buffer), out var hello);
            handshake.Hello = hello;
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        handshake is { IsTold: false, IsResumed: null, Hello: not null }
            ? ReadHelloAsync(buffer, cancellationToken)
            : base.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) closed(handshake);
    }

    private async ValueTask<int> ReadHelloAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        handshake.IsResumed = ServerHello.Resumes(buffer.Span[..count], handshake.Hello!.SessionId);
        return count;
    }
}
