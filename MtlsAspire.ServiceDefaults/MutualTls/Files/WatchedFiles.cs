namespace MtlsAspire.ServiceDefaults.MutualTls.Files;

/// <summary>
/// Tells whether any of a few files may have changed since they were last read. It looks at them instead of waiting for
/// notifications, which do not reach through links and mounted directories.
/// </summary>
/// <param name="paths">The files, links to files included.</param>
internal sealed class WatchedFiles(IEnumerable<string> paths)
{
    private readonly string[] _paths = [.. paths];
    private FileStamp[]? _seen;

    /// <summary>Whether the files must be read (again). To be asked before they are read: a change during the reading then shows at the next call.</summary>
    public bool HaveChanged()
    {
        // The system's clock whatever else is injected: it is the one that stamps the files.
        var now = DateTime.UtcNow;
        var stamps = Array.ConvertAll(_paths, FileStamp.Of);
        var changed = _seen is null || !stamps.AsSpan().SequenceEqual(_seen) || !Array.TrueForAll(stamps, stamp => stamp.IsSettled(now));
        _seen = stamps;
        return changed;
    }
}
