namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Names of defects, as <c>pki.json</c> and the ledger write them.</summary>
internal static class Defects
{
    private static readonly Dictionary<string, IdentityDefect> ByName = new(StringComparer.Ordinal)
    {
        ["expired"] = IdentityDefect.Expired,
        ["not-yet-valid"] = IdentityDefect.NotYetValid,
        ["revoked"] = IdentityDefect.Revoked,
        ["untrusted"] = IdentityDefect.Untrusted,
        ["self-signed"] = IdentityDefect.SelfSigned,
        ["wrong-eku"] = IdentityDefect.WrongEku,
        ["missing-intermediate"] = IdentityDefect.MissingIntermediate,
        ["wrong-name"] = IdentityDefect.WrongName,
        ["weak-key"] = IdentityDefect.WeakKey,
        ["weak-hash"] = IdentityDefect.WeakHash,
        ["mismatched-key"] = IdentityDefect.MismatchedKey,
        ["cn-only"] = IdentityDefect.CnOnly,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The defect with a name, or null where there is none.</summary>
    public static IdentityDefect? Parse(string name) => ByName.TryGetValue(name, out var defect) ? defect : null;

    /// <summary>The name of a defect.</summary>
    public static string NameOf(IdentityDefect defect) => ByName.First(pair => pair.Value == defect).Key;
}
