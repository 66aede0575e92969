namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// The connections that were made with one identity. Once replaced, the generation takes no new request, and is disposed
/// of when the last one under way has been answered: nothing fails by the exchange.
/// </summary>
internal sealed class HandlerGeneration(SocketsHttpHandler handler) : IDisposable
{
    // One reference is the generation's own, held until it is replaced.
    private int _references = 1;

    public HttpMessageInvoker Invoker { get; } = new(handler);

    /// <summary>Takes part; <c>false</c> if the generation is over, and there is a newer one.</summary>
    public bool TryEnter()
    {
        var references = Volatile.Read(ref _references);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references) return true;
            references = seen;
        }

        return false;
    }

    /// <summary>Takes leave; also said once by whoever replaces the generation.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _references) == 0) Dispose();
    }

    // Connections whose answers are still being read are not cut by this; they are closed instead of being kept.
    public void Dispose() => Invoker.Dispose();
}
