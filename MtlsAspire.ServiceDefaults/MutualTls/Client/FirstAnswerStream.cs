using System.Security.Authentication;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// A connection's data. If it ends before the server has sent anything, the server has refused us: that is told by a
/// <see cref="RefusedByServerException"/>. An end of stream instead would have the framework try it again, thrice.
/// </summary>
internal sealed class FirstAnswerStream(Stream tls, Func<Exception?, Exception> refused, Action closed) : PassThroughStream(tls)
{
    private volatile bool _hasAnswered;
    private int _isClosed;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasAnswered || buffer.IsEmpty ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasAnswered ? base.WriteAsync(buffer, cancellationToken) : WriteFirstAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0) closed();
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await base.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            throw refused(exception);
        }

        if (count == 0) throw refused(null);
        _hasAnswered = true;
        return count;
    }

    private async ValueTask WriteFirstAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsEnd(exception) && !_hasAnswered)
        {
            throw refused(exception);
        }
    }

    // Not ObjectDisposedException and the like: then we have closed it ourselves.
    private bool IsEnd(Exception exception) => exception is IOException or AuthenticationException && Volatile.Read(ref _isClosed) == 0;
}
