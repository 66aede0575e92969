using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console logs of the resources: what their processes write, and what is logged about them.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLogStream> _streams = new();
    private readonly Lock _subscriptionsLock = new();
    private readonly List<ChannelWriter<LogSubscriber>> _subscriptionWatchers = [];
    private readonly CancellationTokenSource _disposing = new();

    /// <summary>The clock of the timestamps.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A logger that writes to the console log of the resource.</summary>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetLogger(resource.GetInstanceName());
    }

    /// <summary>A logger that writes to the console log of the resource with that id.</summary>
    public ILogger GetLogger(string resourceName) => new ResourceLogger(Stream(resourceName));

    /// <summary>Gives the lines there are, and ends.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetAllAsync(resource.GetInstanceName());
    }

    /// <summary>Gives the lines there are, and ends.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) =>
        new[] { Stream(resourceName).Backlog() }.ToAsyncEnumerable();

    /// <summary>Gives the lines there are, then every new one until the log is completed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WatchAsync(resource.GetInstanceName());
    }

    /// <summary>Gives the lines there are, then every new one until the log is completed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Stream(resourceName).FollowAsync();

    /// <summary>Tells of each log when its first reader comes and when its last one goes.</summary>
    public async IAsyncEnumerable<LogSubscriber> WatchAnySubscribersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, cancellationToken);
        var channel = Channel.CreateUnbounded<LogSubscriber>();
        lock (_subscriptionsLock)
        {
            _subscriptionWatchers.Add(channel.Writer);
            foreach (var (name, _) in _streams.Where(stream => stream.Value.HasFollowers))
            {
                channel.Writer.TryWrite(new LogSubscriber(name, AnySubscribers: true));
            }
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(ending.Token))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_subscriptionsLock)
            {
                _subscriptionWatchers.Remove(channel.Writer);
            }
        }
    }

    /// <summary>Ends the log of the resource: its readers come to the end, and nothing more is written.</summary>
    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Complete(resource.GetInstanceName());
    }

    /// <summary>Ends the log of the resource with that id.</summary>
    public void Complete(string name)
    {
        if (_streams.TryGetValue(name, out var stream))
        {
            stream.Complete();
        }
    }

    /// <summary>Forgets the lines there are.</summary>
    public void ClearBacklog(string resourceName)
    {
        if (_streams.TryGetValue(resourceName, out var stream))
        {
            stream.Clear();
        }
    }

    /// <summary>Ends all logs.</summary>
    public void Dispose()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Complete();
        }

        // Not disposed: a reader may be about to use its token.
        _disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a line that a process wrote.</summary>
    /// <param name="resourceName">The id of the resource.</param>
    /// <param name="text">The line; if it starts with an RFC 3339 timestamp and a space, that is the time of the line.</param>
    /// <param name="isError">True for standard error.</param>
    internal void AddConsoleLine(string resourceName, string text, bool isError) => Stream(resourceName).Add(text, isError);

    private ResourceLogStream Stream(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _streams.GetOrAdd(name, _ => new ResourceLogStream(TimeProvider, () => Announce(name)));
    }

    private void Announce(string name)
    {
        lock (_subscriptionsLock)
        {
            // Asked for here, so that the last announcement is right also when a reader comes while another one goes.
            var anyFollowers = Stream(name).HasFollowers;
            foreach (var watcher in _subscriptionWatchers)
            {
                watcher.TryWrite(new LogSubscriber(name, anyFollowers));
            }
        }
    }
}
