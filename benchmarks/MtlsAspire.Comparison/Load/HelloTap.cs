using System.Buffers;
using MtlsAspire.ServiceDefaults.MutualTls.Client;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.Comparison.Load;

/// <summary>Sees both hellos go by, which tells whether a session was resumed; .NET does not.</summary>
internal sealed class HelloTap(Stream transport) : PassThroughStream(transport)
{
    private ClientHello? _hello;
    private bool? _isResumed;

    public bool IsResumed => _isResumed == true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_hello is null) ClientHello.Read(new ReadOnlySequence<byte>(buffer), out _hello);
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        // The tail of a record's header may come alone; the hello itself is small and comes at once.
        if (_isResumed is null && _hello is not null) _isResumed = ServerHello.Resumes(buffer.Span[..count], _hello.SessionId);
        return count;
    }
}
