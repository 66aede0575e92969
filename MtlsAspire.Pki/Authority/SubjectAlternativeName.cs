using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>One name in a subjectAltName extension (RFC 5280, 4.2.1.6).</summary>
public sealed record SubjectAlternativeName
{
    private readonly Action<SubjectAlternativeNameBuilder> _addTo;

    private SubjectAlternativeName(string kind, string value, Action<SubjectAlternativeNameBuilder> addTo)
    {
        Kind = kind;
        Value = value;
        _addTo = addTo;
    }

    /// <summary>The kind of name as OpenSSL writes it: <c>DNS</c>, <c>IP</c>, <c>URI</c> or <c>email</c>.</summary>
    public string Kind { get; }

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>A host name, or a wildcard for one label, such as <c>*.example.org</c>.</summary>
    /// <param name="name">The name; letters beyond ASCII are written in Punycode.</param>
    /// <exception cref="ArgumentException">This is not a host name.</exception>
    public static SubjectAlternativeName Dns(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var ascii = HostName.ToAscii(name) ?? throw new ArgumentException($"'{name}' is not a host name", nameof(name));
        return new("DNS", ascii, builder => builder.AddDnsName(ascii));
    }

    /// <summary>An IPv4 or IPv6 address.</summary>
    /// <param name="address">The address.</param>
    public static SubjectAlternativeName Ip(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new("IP", address.ToString(), builder => builder.AddIpAddress(address));
    }

    /// <summary>An absolute URI, such as a SPIFFE ID.</summary>
    /// <param name="uri">The URI.</param>
    public static SubjectAlternativeName Uri(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return new("URI", uri.AbsoluteUri, builder => builder.AddUri(uri));
    }

    /// <summary>The SPIFFE ID of a workload: <c>spiffe://trust-domain/path</c>.</summary>
    /// <param name="trustDomain">The trust domain, written like a host name.</param>
    /// <param name="path">The workload's path, without the leading slash.</param>
    public static SubjectAlternativeName SpiffeId(string trustDomain, string path) => Uri(new Uri($"spiffe://{trustDomain}/{path}"));

    /// <summary>A mailbox.</summary>
    /// <param name="address">The address, without display name; ASCII (RFC 5280, 4.2.1.6).</param>
    /// <exception cref="ArgumentException">This is no such address.</exception>
    public static SubjectAlternativeName Email(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsMailbox(address)
            ? new("email", address, builder => builder.AddEmailAddress(address))
            : throw new ArgumentException($"'{address}' is not an e-mail address", nameof(address));
    }

    /// <summary>
    /// Reads what a person writes for a name: with its kind, as in <c>DNS:example.org</c>, <c>IP:192.0.2.7</c>,
    /// <c>URI:spiffe://example.org/a</c>, <c>email:a@example.org</c>, or without, where it can be told.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is no such name.</exception>
    public static SubjectAlternativeName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            _ when After(text, "DNS:") is { } name => Dns(name),
            _ when After(text, "IP:") is { } address => ParseHost(address) is { Kind: "IP" } ip
                ? ip
                : throw new ArgumentException($"'{address}' is not an IP address", nameof(text)),
            _ when After(text, "URI:") is { } uri => ParseUri(uri),
            _ when After(text, "email:") is { } address => Email(address),
            _ when text.Contains("://", StringComparison.Ordinal) => ParseUri(text),
            _ when text.Contains('@', StringComparison.Ordinal) => Email(text),
            _ => ParseHost(text),
        };
    }

    /// <summary>Reads what a person writes for a server: an IP address or a host name.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static SubjectAlternativeName ParseHost(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (IPAddress.TryParse(value, out var address) && IsPlain(address, value))
        {
            return Ip(address);
        }

        return HostName.ToAscii(value) is not null
            ? Dns(value)
            : throw new ArgumentException($"'{value}' is neither a host name nor an IP address", nameof(value));
    }

    /// <inheritdoc/>
    public bool Equals(SubjectAlternativeName? other) => other is not null && Kind == other.Kind && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Value);

    /// <summary>The name as OpenSSL writes it, for example <c>DNS:localhost</c>.</summary>
    public override string ToString() => $"{Kind}:{Value}";

    internal void AddTo(SubjectAlternativeNameBuilder builder) => _addTo(builder);

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : null;

    // RFC 5280, 4.2.1.6: absolute, with a scheme and, where there is an authority, a host in it; ASCII, as an IA5String is.
    private static SubjectAlternativeName ParseUri(string text) =>
        text.All(c => char.IsAscii(c) && !char.IsControl(c) && c != ' ')
        && System.Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
            ? Uri(uri)
            : throw new ArgumentException($"'{text}' is not an absolute URI with a host", nameof(text));

    private static bool IsMailbox(string address)
    {
        var at = address.LastIndexOf('@');
        return at is > 0 and <= 64
            && address[..at].All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal))
            && HostName.ToAscii(address[(at + 1)..]) is { } domain
            && string.Equals(domain, address[(at + 1)..], StringComparison.OrdinalIgnoreCase)
            && !domain.StartsWith('*');
    }

    // IPAddress also reads "1", "127.1", octal numbers, ports and scopes, none of which anybody means by a server's name.
    private static bool IsPlain(IPAddress address, string value) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? value.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        : address.ToString() == value;
}
