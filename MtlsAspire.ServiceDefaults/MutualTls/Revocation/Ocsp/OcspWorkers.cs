using System.Diagnostics.CodeAnalysis;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>
/// A few threads that ask. They are not those of the thread pool, whose threads the handshakes that wait for an answer hold. What a handshake
/// waits for goes first.
/// </summary>
internal sealed class OcspWorkers : IDisposable
{
    private const int MostThreads = 8;
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    private readonly PriorityQueue<Task, (bool IsLater, long Number)> _queue = new();
    private readonly List<Thread> _threads = [];
    private int _idle;
    private long _number;
    private bool _isStopped;

    /// <summary>Has work done. After <see cref="Dispose"/> it is left undone.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isUrgent">Whether somebody waits for it.</param>
    /// <returns>The work under way.</returns>
    public Task Run(Action work, bool isUrgent)
    {
        var task = new Task(work);
        lock (_queue)
        {
            if (_isStopped) return task;
            _queue.Enqueue(task, (!isUrgent, _number++));
            if (_idle < _queue.Count && _threads.Count < MostThreads) Start();
            Monitor.Pulse(_queue);
        }

        return task;
    }

    public void Dispose()
    {
        lock (_queue)
        {
            _isStopped = true;
            _queue.Clear();
            Monitor.PulseAll(_queue);
        }

        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread) thread.Join(LongestGoodbye);
        }
    }

    // Nothing of whoever happened to be the first to ask goes with the thread: no span becomes the parent of all later questions.
    private void Start()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "OCSP" };
        _threads.Add(thread);
        thread.UnsafeStart();
    }

    private void Work()
    {
        while (TryTake(out var task)) task.RunSynchronously(TaskScheduler.Default);
    }

    private bool TryTake([NotNullWhen(true)] out Task? task)
    {
        lock (_queue)
        {
            _idle++;
            while (_queue.Count == 0 && !_isStopped) Monitor.Wait(_queue);
            _idle--;
            return _queue.TryDequeue(out task, out _);
        }
    }
}
