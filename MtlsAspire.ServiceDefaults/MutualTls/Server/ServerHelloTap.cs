using System.IO.Pipelines;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>Looks at what the server sends until its hello has gone by, which tells whether a session is resumed.</summary>
internal sealed class ServerHelloTap(IDuplexPipe transport, Handshake handshake) : PipeWriter, IDuplexPipe
{
    private readonly PipeWriter _output = transport.Output;

    public PipeReader Input => transport.Input;

    public PipeWriter Output => this;

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (handshake is { IsResumed: null, Hello: { } hello }) handshake.IsResumed = ServerHello.Resumes(source.Span, hello.SessionId);
        return _output.WriteAsync(source, cancellationToken);
    }

    public override void Advance(int bytes) => _output.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => _output.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => _output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _output.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _output.CompleteAsync(exception);
}
