using Microsoft.Extensions.Primitives;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Locks;

/// <summary>
/// The locks of this box as the configuration has them now. They are exchanged as a whole, between two requests: each
/// request meets the old locks or the new, and there is no moment without. A configuration that is wrong changes nothing.
/// </summary>
internal sealed class LockBook : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IReadOnlyCollection<string> _operations;
    private readonly PolicyFile _file;
    private readonly ILogger<LockBook> _logger;
    private readonly IDisposable _changes;
    private readonly Lock _gate = new();
    private volatile LockSet _current;

    /// <exception cref="ConfigurationException">The locks are wrong, or an operation has none.</exception>
    public LockBook(IConfiguration configuration, BoxOptions options, PolicyFile file, ILogger<LockBook> logger)
    {
        _configuration = configuration;
        _operations = options.Operations;
        _file = file;
        _logger = logger;
        _current = LockSet.Read(configuration, _operations);
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public LockSet Current => _current;

    /// <summary>What is wrong with the configuration as it is now; <c>null</c> if it is what <see cref="Current"/> is made of.</summary>
    public string? Problem { get; private set; }

    public void Dispose() => _changes.Dispose();

    private void Reload()
    {
        lock (_gate)
        {
            try
            {
                if (_file.TakeProblem() is { } unreadable) throw new ConfigurationException(unreadable);
                var next = LockSet.Read(_configuration, _operations, _current);
                _current = next;
                Problem = null;
                _logger.LocksReplaced(next.Describe());
            }
            catch (ConfigurationException exception)
            {
                Problem = exception.Message;
                _logger.LocksKept(exception.Message);
            }
        }
    }
}
