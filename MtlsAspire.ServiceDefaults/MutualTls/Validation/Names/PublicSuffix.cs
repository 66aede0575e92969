namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>
/// Names under which anyone may register, as far as they can be told without a list: every single label, and the
/// labels by which country registries divide their domain.
/// </summary>
internal static class PublicSuffix
{
    private static readonly HashSet<string> RegistryLabels = new(StringComparer.OrdinalIgnoreCase)
    {
        "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "info", "ltd", "me", "mil", "ne", "net", "nom", "or", "org", "plc", "sch",
    };

    public static bool Is(string domain)
    {
        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return true;
        var rest = domain.AsSpan(dot + 1);
        return rest.Length == 2 && char.IsAsciiLetter(rest[0]) && char.IsAsciiLetter(rest[1]) && RegistryLabels.Contains(domain[..dot]);
    }
}
