using System.Net;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>The name that a peer's certificate must hold among its subject alternative names; never its common name.</summary>
/// <param name="Kind">The kind of name.</param>
/// <param name="Value">The name: <c>api.example.com</c>, <c>192.0.2.1</c>, <c>ops@example.com</c>, <c>spiffe://example.com/api</c>.</param>
public sealed record PeerName(PeerNameKind Kind, string Value)
{
    /// <summary>The name of a host as it stands in a URL: an IP address if it is one, else a domain name.</summary>
    /// <param name="host">The host; an IPv6 address with or without brackets.</param>
    /// <returns>The name.</returns>
    public static PeerName OfHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var bare = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        return IPAddress.TryParse(bare, out var address)
            ? new PeerName(PeerNameKind.IP, address.ToString())
            : new PeerName(PeerNameKind.Dns, host);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind switch { PeerNameKind.Dns => "DNS", PeerNameKind.IP => "IP", PeerNameKind.Email => "email", _ => "URI" }}:{Value}";
}
