using System.Formats.Asn1;
using System.Net;

namespace MtlsAspire.Pki.Authority;

/// <summary>A space of names of one kind, as name constraints have them (RFC 5280, 4.2.1.10).</summary>
public sealed record NameSubtree
{
    private readonly IPNetwork? _network;

    private NameSubtree(string kind, string value, IPNetwork? network = null)
    {
        Kind = kind;
        Value = value;
        _network = network;
    }

    /// <summary>The kind of name: <c>DNS</c>, <c>IP</c>, <c>URI</c> or <c>email</c>.</summary>
    public string Kind { get; }

    /// <summary>A domain, a network such as <c>10.0.0.0/8</c>, the host of a URI (with a leading dot: its subdomains), or a mail domain.</summary>
    public string Value { get; }

    /// <summary>Reads <c>DNS:example.org</c>, <c>IP:10.0.0.0/8</c>, <c>URI:example.org</c>, <c>URI:.example.org</c> or <c>email:example.org</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static NameSubtree Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? string.Empty : text[..colon];
        var value = text[(colon + 1)..];
        var subtree = kind switch
        {
            "IP" => IPNetwork.TryParse(value, out var network) ? new NameSubtree(kind, network.ToString(), network) : null,
            "DNS" or "email" => IsDomain(value) ? new NameSubtree(kind, HostName.ToAscii(value)!) : null,
            "URI" when value.StartsWith('.') => IsDomain(value[1..]) ? new NameSubtree(kind, "." + HostName.ToAscii(value[1..])) : null,
            "URI" => IsDomain(value) ? new NameSubtree(kind, HostName.ToAscii(value)!) : null,
            _ => null,
        };
        return subtree ?? throw new ArgumentException(
            $"'{text}' is no name space: write DNS:example.org, IP:10.0.0.0/8, URI:example.org (or URI:.example.org) or email:example.org", nameof(text));
    }

    /// <summary>Whether a name lies in this space.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(SubjectAlternativeName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Kind == Kind && Kind switch
        {
            "IP" => _network!.Value.Contains(IPAddress.Parse(name.Value)),
            "DNS" => IsAtOrBelow(name.Value.StartsWith("*.", StringComparison.Ordinal) ? name.Value[2..] : name.Value, Value),
            "URI" => Uri.TryCreate(name.Value, UriKind.Absolute, out var uri) && ContainsHost(uri.Host),
            _ => string.Equals(name.Value[(name.Value.IndexOf('@', StringComparison.Ordinal) + 1)..], Value, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>The space as it is written in <c>pki.json</c>.</summary>
    public override string ToString() => $"{Kind}:{Value}";

    internal void WriteTo(AsnWriter writer)
    {
        if (_network is { } network)
        {
            writer.WriteOctetString([.. network.BaseAddress.GetAddressBytes(), .. Mask(network)], new Asn1Tag(TagClass.ContextSpecific, 7));
            return;
        }

        var tag = Kind switch { "email" => 1, "DNS" => 2, _ => 6 };
        writer.WriteCharacterString(UniversalTagNumber.IA5String, Value, new Asn1Tag(TagClass.ContextSpecific, tag));
    }

    private static bool IsDomain(string value) => !value.StartsWith('*') && HostName.ToAscii(value) is not null;

    private static bool IsAtOrBelow(string name, string domain) =>
        name == domain || name.EndsWith("." + domain, StringComparison.Ordinal);

    private static byte[] Mask(IPNetwork network)
    {
        var mask = new byte[network.BaseAddress.GetAddressBytes().Length];
        for (var bit = 0; bit < network.PrefixLength; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return mask;
    }

    // A leading dot means the subdomains, none means this very host.
    private bool ContainsHost(string host) => Value.StartsWith('.')
        ? host.EndsWith(Value, StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, Value, StringComparison.OrdinalIgnoreCase);
}
