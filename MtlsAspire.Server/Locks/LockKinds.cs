using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Locks;

/// <summary>The kinds of locks that there are. A new kind is a class and a line here.</summary>
internal static class LockKinds
{
    private static readonly Dictionary<string, Func<LockSettings, ILock>> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TrustedCertificate"] = settings => new TrustedCertificateLock(settings),
        ["Role"] = settings => new RoleLock(settings),
        ["SpiffeId"] = settings => new SpiffeIdLock(settings),
        ["CertificateAge"] = settings => new CertificateAgeLock(settings),
        ["TimeWindow"] = settings => new TimeWindowLock(settings),
        ["TwoPersons"] = settings => new TwoPersonsLock(settings),
        ["RateLimit"] = settings => new RateLimitLock(settings),
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    /// <exception cref="ConfigurationException">There is no such kind, or its settings are wrong.</exception>
    public static ILock Create(LockSettings settings)
    {
        if (!Kinds.TryGetValue(settings.Kind, out var create))
            throw settings.Problem(nameof(settings.Kind), $"'{settings.Kind}' is no kind of lock", $"write one of {string.Join(", ", Names)}");

        var made = create(settings);
        settings.RefuseOthers();
        return made;
    }
}
