namespace MtlsAspire.ServiceDefaults.MutualTls.Files;

/// <summary>
/// A value that is made of files and follows their changes. It is exchanged as a whole, when a new one is complete and
/// valid; until then the old one stays, and the problem is kept to be told.
/// </summary>
/// <typeparam name="T">The value, which never changes itself.</typeparam>
/// <param name="paths">The files.</param>
/// <param name="load">Reads them, given the present value; a <see cref="ConfigurationException"/> tells what is wrong with them.</param>
internal sealed class Reloadable<T>(IEnumerable<string> paths, Func<T?, T> load)
    where T : class, IEquatable<T>
{
    private readonly WatchedFiles _files = new(paths);
    private volatile T? _current;

    /// <summary>Raised after a new value has become the current one.</summary>
    public event EventHandler? Changed;

    public T Current => _current ?? throw new InvalidOperationException("Load comes first.");

    /// <summary>What is wrong with the files as they are now; <c>null</c> if they are what <see cref="Current"/> is made of.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// The <see cref="Problem"/>, if there was one at the look before too, and so worth telling: files are exchanged one after
    /// the other, and for a moment the new key lies beside the old certificate.
    /// </summary>
    public string? LastingProblem { get; private set; }

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="ConfigurationException">A file cannot be used.</exception>
    public T Load()
    {
        _files.HaveChanged();
        return _current = load(null);
    }

    /// <summary>Looks at the files, and reads them if they may have changed, or if they were wrong the last time. Called by one at a time.</summary>
    /// <param name="force">Whether to read them in any case.</param>
    /// <returns>Whether there is a new value.</returns>
    public bool Refresh(bool force = false)
    {
        if (!_files.HaveChanged() && Problem is null && !force) return false;

        T next;
        try
        {
            next = load(_current);
            Problem = LastingProblem = null;
        }
        catch (ConfigurationException exception)
        {
            LastingProblem = Problem is null ? null : exception.Message;
            Problem = exception.Message;
            return false;
        }

        if (next.Equals(_current)) return false;
        _current = next;
        Changed?.Invoke(this, EventArgs.Empty);
        return true;
    }
}
