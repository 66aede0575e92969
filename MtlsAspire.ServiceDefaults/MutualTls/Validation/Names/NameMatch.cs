using System.Net;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>Whether a certificate is for the name that was called (RFC 9525). The common name is never looked at.</summary>
internal static class NameMatch
{
    private const int MostNamesShown = 5;

    public static Finding? Check(ParsedCertificate certificate, PeerName expected)
    {
        var names = certificate.Extensions.AlternativeNames ?? [];
        if (names.Any(name => Matches(name, expected))) return null;

        var held = names.Count == 0
            ? "it has no subject alternative name"
            : $"it is for {string.Join(", ", names.Take(MostNamesShown))}{(names.Count > MostNamesShown ? ", …" : "")}";
        return new Finding(
            RefusalReason.NameMismatch,
            $"The certificate {certificate} is not for {PrintableText.Of(expected.ToString())}: {held}.");
    }

    private static bool Matches(GeneralName name, PeerName expected) => expected.Kind switch
    {
        PeerNameKind.Dns => name.Kind == GeneralNameKind.Dns && MatchesHost(name.Text, expected.Value),
        PeerNameKind.IP => name.Kind == GeneralNameKind.IP && IPAddress.TryParse(expected.Value, out var address) && Octets(address).AsSpan().SequenceEqual(name.Octets),
        PeerNameKind.Email => name.Kind == GeneralNameKind.Email && Mailbox.AreEqual(name.Text, expected.Value),
        PeerNameKind.Uri => name.Kind == GeneralNameKind.Uri && name.Text == expected.Value,
        _ => false,
    };

    // One trailing period makes a name absolute and does not change it.
    private static bool MatchesHost(string presented, string expected)
    {
        var host = expected.EndsWith('.') ? expected[..^1] : expected;
        return HostName.IsPlain(host, allowUnderscore: true)
            && (HostName.IsPlain(presented, allowUnderscore: true) || HostName.IsWildcard(presented, allowUnderscore: true))
            && HostName.Covers(presented, host);
    }

    // An IPv4 address in IPv6 clothes, as sockets of both kinds give it, is the IPv4 address.
    private static byte[] Octets(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
}
