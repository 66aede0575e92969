using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console log of one resource: a bounded backlog and those who follow it.</summary>
/// <param name="timeProvider">The clock for lines without a timestamp.</param>
/// <param name="followersChanged">Called after the first follower has come or the last one has gone.</param>
internal sealed class ResourceLogStream(TimeProvider timeProvider, Action followersChanged)
{
    private const int MaximumLines = 10_000;
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffK";

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _backlog = new();
    private readonly List<ChannelWriter<LogLine>> _followers = [];
    private int _lastLineNumber;
    private bool _completed;

    public bool HasFollowers
    {
        get
        {
            lock (_lock)
            {
                return _followers.Count > 0;
            }
        }
    }

    public void Add(string text, bool isError)
    {
        var content = WithTimestamp(text);
        lock (_lock)
        {
            if (_completed)
            {
                return;
            }

            if (_backlog.Count == MaximumLines)
            {
                _backlog.Dequeue();
            }

            var line = new LogLine(++_lastLineNumber, content, isError);
            _backlog.Enqueue(line);
            foreach (var follower in _followers)
            {
                follower.TryWrite(line);
            }
        }
    }

    public IReadOnlyList<LogLine> Backlog()
    {
        lock (_lock)
        {
            return [.. _backlog];
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A follower that falls behind by more than a backlog sees the newest lines only; the numbers show the gap.
        var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(MaximumLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var backlog = Join(channel.Writer);
        try
        {
            if (backlog.Count > 0)
            {
                yield return backlog;
            }

            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            Leave(channel.Writer);
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _followers.ForEach(follower => follower.TryComplete());
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _backlog.Clear();
        }
    }

    private List<LogLine> Join(ChannelWriter<LogLine> follower)
    {
        List<LogLine> backlog;
        bool first;
        lock (_lock)
        {
            backlog = [.. _backlog];
            _followers.Add(follower);
            first = _followers.Count == 1;
            if (_completed)
            {
                follower.TryComplete();
            }
        }

        if (first)
        {
            followersChanged();
        }

        return backlog;
    }

    private void Leave(ChannelWriter<LogLine> follower)
    {
        bool last;
        lock (_lock)
        {
            _followers.Remove(follower);
            last = _followers.Count == 0;
        }

        if (last)
        {
            followersChanged();
        }
    }

    private string WithTimestamp(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var hasTimestamp = space > 0 && DateTimeOffset.TryParseExact(
            text.AsSpan(0, space), ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return hasTimestamp ? text : $"{timeProvider.GetUtcNow().UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture)} {text}";
    }
}
