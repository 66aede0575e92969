using System.Globalization;

namespace MtlsAspire.Pki.Authority;

/// <summary>Host names as a dNSName takes them (RFC 5280, 4.2.1.6; RFC 1123, 2.1).</summary>
internal static class HostName
{
    private const string Wildcard = "*.";
    private static readonly IdnMapping Idn = new();

    /// <summary>The name in ASCII and lower case (Punycode where needed), or null where it is no host name. The first label may be a wildcard.</summary>
    /// <param name="name">The name as a person writes it.</param>
    public static string? ToAscii(string name)
    {
        var prefix = name.StartsWith(Wildcard, StringComparison.Ordinal) ? Wildcard : string.Empty;
        try
        {
            var ascii = Idn.GetAscii(name[prefix.Length..].ToLowerInvariant());
            var labels = ascii.Split('.');
            return prefix.Length + ascii.Length <= 253 && labels.All(IsLabel) && !IsNumber(labels[^1]) ? prefix + ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A name, or an error where it is no name of a single host.</summary>
    /// <param name="name">The name as a person writes it.</param>
    /// <exception cref="ArgumentException">It is none, or a wildcard.</exception>
    public static string RequireDomain(string name) =>
        !name.StartsWith(Wildcard, StringComparison.Ordinal) && ToAscii(name) is { } ascii
            ? ascii
            : throw new ArgumentException($"'{name}' is no domain: write a host name, such as mtls.localhost", nameof(name));

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && label[0] != '-'
        && label[^1] != '-';

    // No top-level domain is a number (RFC 3696, 2): this is a mistyped IP address, and some resolvers would take it for one.
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));
}
