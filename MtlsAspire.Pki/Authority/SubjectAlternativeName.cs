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
    /// <param name="address">The address, without display name.</param>
    public static SubjectAlternativeName Email(string address) => new("email", address, builder => builder.AddEmailAddress(address));

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

    // IPAddress also reads "1", "127.1", octal numbers, ports and scopes, none of which anybody means by a server's name.
    private static bool IsPlain(IPAddress address, string value) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? value.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        : address.ToString() == value;
}
