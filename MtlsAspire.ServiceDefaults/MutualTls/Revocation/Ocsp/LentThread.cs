namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>
/// Stands for a thread of the pool that waits: until it is disposed of, the pool may run one more at once. Else the pool would add threads
/// too slowly, and not at all on a busy machine, while handshakes that wait for an answer hold all it has: the connection that brings the
/// answer could not be made.
/// </summary>
internal sealed class LentThread : IDisposable
{
    private static readonly Lock Turn = new();

    private readonly bool _isLent = Add(1);

    public void Dispose()
    {
        if (_isLent) Add(-1);
    }

    private static bool Add(int threads)
    {
        lock (Turn)
        {
            ThreadPool.GetMinThreads(out var workers, out var ports);
            return ThreadPool.SetMinThreads(workers + threads, ports);
        }
    }
}
