namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>Reads the setting that names the revocation lists.</summary>
internal static class RevocationListSettings
{
    /// <summary>Those that are files.</summary>
    public static IReadOnlyList<string> Files(MutualTlsOptions options) => [.. Names(options).Where(name => !IsUrl(name))];

    /// <summary>Those that are downloaded.</summary>
    /// <exception cref="ConfigurationException">One is not a URL after all.</exception>
    public static IReadOnlyList<Uri> Urls(MutualTlsOptions options) => [.. Names(options).Where(IsUrl).Select(name =>
        Uri.TryCreate(name, UriKind.Absolute, out var url)
            ? url
            : throw new ConfigurationException(
                $"{MutualTlsOptions.SectionName}:{nameof(options.RevocationLists)}: '{name}' is not a URL; write it like http://pki.example/ca.crl."))];

    private static string[] Names(MutualTlsOptions options) =>
        (options.RevocationLists ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsUrl(string name) =>
        name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
