using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Locks;

/// <summary>All locks of a box at one time, by operation and in their order. A value that never changes.</summary>
public sealed class LockSet
{
    /// <summary>The configuration section, within that of the box.</summary>
    public const string Section = $"{BoxOptions.Section}:Locks";

    /// <summary>The locks of every operation that has none of its own.</summary>
    private const string AnyOperation = "*";

    private readonly Dictionary<string, IReadOnlyList<ILock>> _locks;
    private readonly Dictionary<string, ILock> _byFingerprint;

    private LockSet(Dictionary<string, IReadOnlyList<ILock>> locks, Dictionary<string, ILock> byFingerprint)
    {
        _locks = locks;
        _byFingerprint = byFingerprint;
    }

    /// <summary>The locks of an operation, in their order.</summary>
    /// <param name="operation">One of <see cref="Operations"/>.</param>
    /// <exception cref="KeyNotFoundException">The box has no such operation.</exception>
    public IReadOnlyList<ILock> this[string operation] => _locks[operation];

    /// <summary>Each operation with its locks, for people.</summary>
    public string Describe() =>
        string.Join("; ", _locks.Select(operation => $"{operation.Key}: {string.Join(", ", operation.Value.Select(one => one.Name))}"));

    /// <summary>Reads the locks.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="operations">The operations of the box.</param>
    /// <param name="present">The present locks; those that stay as they are keep what they remember.</param>
    /// <returns>The locks.</returns>
    /// <exception cref="ConfigurationException">A setting is wrong, or an operation would be without lock 1.</exception>
    public static LockSet Read(IConfiguration configuration, IReadOnlyCollection<string> operations, LockSet? present = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(operations);
        var section = configuration.GetSection(Section);
        if (section.GetChildren().FirstOrDefault(child => child.Key != AnyOperation && !operations.Contains(child.Key)) is { } unknown)
            throw new ConfigurationException($"{unknown.Path}: this box has no operation '{unknown.Key}'; it has {string.Join(", ", operations)}, and {AnyOperation} for those that are not named.");

        var byFingerprint = new Dictionary<string, ILock>(StringComparer.Ordinal);
        var locks = operations.ToDictionary(operation => operation, Locks, StringComparer.Ordinal);
        return new LockSet(locks, byFingerprint);

        IReadOnlyList<ILock> Locks(string operation)
        {
            var own = section.GetSection(operation);
            var source = own.Exists() ? own : section.GetSection(AnyOperation);
            // An empty list in JSON is an empty text in the configuration.
            var read = source.GetChildren().Select(child => Lock(operation, child)).ToList();
            RequireLockOne(operation, read);
            if (read.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new ConfigurationException($"{source.Path}: two locks are named '{twice.Key}'; give each a name of its own.");
            return read;
        }

        ILock Lock(string operation, IConfigurationSection child)
        {
            var settings = new LockSettings(child);
            var fingerprint = $"{operation}\n{settings.Fingerprint}";
            var made = LockKinds.Create(settings);
            if (present is not null && present._byFingerprint.TryGetValue(fingerprint, out var same)) made = same;
            byFingerprint[fingerprint] = made;
            return made;
        }
    }

    // Every other lock asks for something about a client whom this one has let in.
    private static void RequireLockOne(string operation, List<ILock> locks)
    {
        if (locks.Exists(one => one is TrustedCertificateLock && one.Items.AreAll)) return;
        throw new ConfigurationException(
            $"{Section}:{operation}: {(locks.Count == 0 ? "there is no lock" : "no lock asks every client who it is")}, so that anybody could open the box; add {{ \"Name\": \"lock-1\", \"Kind\": \"TrustedCertificate\" }}, or locks for {AnyOperation}.");
    }
}
