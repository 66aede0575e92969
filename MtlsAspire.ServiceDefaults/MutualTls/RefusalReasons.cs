namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The names of <see cref="RefusalReason"/>.</summary>
public static class RefusalReasons
{
    private static readonly Dictionary<RefusalReason, string> Codes =
        Enum.GetValues<RefusalReason>().ToDictionary(reason => reason, reason => SnakeCase(reason.ToString()));

    /// <summary>A reason as one word for telemetry and problem details, as in <c>certificate_expired</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>Lower-case words with underscores.</returns>
    public static string Code(this RefusalReason reason) => Codes[reason];

    private static string SnakeCase(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) ? (index == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
