using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One watch that survives interruptions. After each it learns by a list request what was deleted meanwhile, and from the
/// new watch, which begins with all objects, what was added or changed.
/// </summary>
internal sealed class DcpWatch<T>
    where T : DcpObject, IDcpKind<T>
{
    private const int MaximumFailures = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private readonly DcpConnection _connection;
    private readonly string _path;
    private readonly TimeSpan _idleLimit;
    private readonly CancellationToken _closed;
    private readonly Dictionary<string, T> _known = [];
    private readonly HashSet<string?> _forgotten = [];
    private readonly Channel<WatchEvent<T>> _events = Channel.CreateUnbounded<WatchEvent<T>>();
    private int _failures;

    public DcpWatch(DcpConnection connection, string path, TimeSpan idleLimit, CancellationToken closed)
    {
        _connection = connection;
        _path = path;
        _idleLimit = idleLimit;
        _closed = closed;
    }

    public async IAsyncEnumerable<WatchEvent<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed);
        var pump = PumpAsync(ended.Token);
        try
        {
            await foreach (var e in _events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return e;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pump;
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await WatchOnceAsync(cancellationToken);
                    await Task.Delay(FirstDelay, cancellationToken);
                }
                catch (DcpApiException e) when (e.IsTransient && ++_failures < MaximumFailures)
                {
                    await Task.Delay(FirstDelay * (1 << _failures), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _events.Writer.Complete();
        }
        catch (Exception e)
        {
            _events.Writer.Complete(_closed.IsCancellationRequested ? null : e);
        }
    }

    private async Task WatchOnceAsync(CancellationToken cancellationToken)
    {
        using var lines = await _connection.OpenAsync(_path + "?watch=true", cancellationToken);
        var existing = await _connection.SendAsync(HttpMethod.Get, _path, content: null, T.ListJson, cancellationToken);
        ForgetAllBut(existing.Items ?? []);
        _failures = 0;

        // Neither while it is being opened nor while it has something to tell: DCP copes badly with watches that are cut off then.
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                idle.CancelAfter(_idleLimit);
                var line = await lines.ReadLineAsync(idle.Token);
                var e = line is null ? null : JsonSerializer.Deserialize(line, T.EventJson);
                if (e is null or { Type: WatchEventType.Error })
                {
                    return;
                }

                Take(e);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Quiet for so long: open another one.
        }
    }

    private void ForgetAllBut(IReadOnlyList<T> existing)
    {
        var uids = existing.Select(o => o.Metadata.Uid).ToHashSet();
        _forgotten.Clear();
        foreach (var gone in _known.Values.Where(o => !uids.Contains(o.Metadata.Uid)).ToList())
        {
            _forgotten.Add(gone.Metadata.Uid);
            Deleted(gone);
        }
    }

    private void Take(WatchEvent<T> e)
    {
        var metadata = e.Object.Metadata;
        if (_forgotten.Contains(metadata.Uid))
        {
            return; // deleted after the watch began and before the list was made: the watch still tells its last days
        }

        _known.TryGetValue(metadata.Name, out var known);
        switch (e.Type)
        {
            case WatchEventType.Deleted when known?.Metadata.Uid == metadata.Uid:
                Deleted(e.Object);
                break;
            case WatchEventType.Added or WatchEventType.Modified when known?.Metadata.Uid == metadata.Uid:
                if (Version(e.Object) > Version(known!)) // a new watch begins with the latest state, and then may tell how it came to it
                {
                    Write(WatchEventType.Modified, e.Object);
                }

                break;
            case WatchEventType.Added or WatchEventType.Modified:
                if (known is not null)
                {
                    Deleted(known); // and re-created under the same name, while the watch was interrupted
                }

                Write(WatchEventType.Added, e.Object);
                break;
            default:
                break;
        }
    }

    private static long Version(T o) => long.Parse(o.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);

    private void Write(WatchEventType type, T changed)
    {
        _known[changed.Metadata.Name] = changed;
        _events.Writer.TryWrite(new WatchEvent<T>(type, changed));
    }

    private void Deleted(T gone)
    {
        _known.Remove(gone.Metadata.Name);
        _events.Writer.TryWrite(new WatchEvent<T>(WatchEventType.Deleted, gone));
    }
}
