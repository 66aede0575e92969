namespace MtlsAspire.Tests.Support;

/// <summary>Waits for what another thread will do soon.</summary>
public static class Eventually
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until there is a value.</summary>
    public static Task<T> FindAsync<T>(Func<T?> find, string what)
        where T : class => FindAsync(() => Task.FromResult(find()), what);

    /// <summary>Asks until there is a value.</summary>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> find, string what)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (await find() is { } found) return found;
            if (deadline.IsCancellationRequested) throw new TimeoutException($"Waited in vain for {what}.");
            await Task.Delay(Step, CancellationToken.None);
        }
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task BecomesAsync(Func<Task<bool>> ask, string what, TimeSpan? deadline = null)
    {
        using var end = new CancellationTokenSource(deadline ?? Deadline);
        while (!await ask())
        {
            if (end.IsCancellationRequested) throw new TimeoutException($"Waited in vain for {what}.");
            await Task.Delay(Step, CancellationToken.None);
        }
    }
}
