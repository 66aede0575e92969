using System.Buffers;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>The syntax of host names in certificates: the preferred name syntax (RFC 1034, section 3.5; RFC 1123, section 2.1).</summary>
internal static class HostName
{
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>Whether a text is a host name without wildcard and without trailing period.</summary>
    public static bool IsPlain(string name, bool allowUnderscore = false)
    {
        if (name.Length is 0 or > LongestName) return false;
        foreach (var range in name.AsSpan().Split('.'))
        {
            if (!IsLabel(name.AsSpan(range), allowUnderscore)) return false;
        }

        return !EndsInNumber(name);
    }

    /// <summary>Whether a text is a wildcard name: <c>*.</c> and a host name (RFC 9525, section 6.3).</summary>
    public static bool IsWildcard(string name, bool allowUnderscore = false) =>
        name.StartsWith("*.", StringComparison.Ordinal) && IsPlain(name[2..], allowUnderscore);

    /// <summary>Whether a name in a certificate covers a host. Both must be well-formed.</summary>
    public static bool Covers(string presented, string host)
    {
        if (!presented.StartsWith("*.", StringComparison.Ordinal)) return presented.Equals(host, StringComparison.OrdinalIgnoreCase);

        // The wildcard stands for exactly one label.
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.AsSpan(dot).Equals(presented.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name is a domain or lies below it.</summary>
    public static bool IsWithin(ReadOnlySpan<char> name, ReadOnlySpan<char> domain) =>
        domain.IsEmpty
        || name.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || (name.Length > domain.Length && name[^(domain.Length + 1)] == '.' && name.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool IsLabel(ReadOnlySpan<char> label, bool allowUnderscore)
    {
        if (label.Length is 0 or > LongestLabel || label[0] == '-' || label[^1] == '-') return false;
        foreach (var letter in label)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '-' && !(allowUnderscore && letter == '_')) return false;
        }

        return true;
    }

    // No top-level domain is a number; what ends in one is an IPv4 address, or is taken for one (WHATWG URL, host parsing).
    private static bool EndsInNumber(string name)
    {
        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && last.Length > 2 && !last[2..].ContainsAnyExcept(HexadecimalDigits));
    }
}
