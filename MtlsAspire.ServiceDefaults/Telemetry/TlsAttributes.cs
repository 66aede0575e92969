using System.Diagnostics;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>
/// The attributes of OpenTelemetry's TLS registry that we set, and <c>mtls.*</c> for what it has none for.
/// </summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/tls/</remarks>
internal static class TlsAttributes
{
    /// <summary>Everything that is known of a connection, formatted once for all its spans.</summary>
    public static KeyValuePair<string, object?>[] Of(PeerRole peer, TlsConnection connection) =>
    [
        new("tls.protocol.name", "tls"),
        new("tls.protocol.version", connection.ProtocolVersion),
        new("tls.cipher", connection.CipherSuite),
        .. OfPeer(peer, connection.Verdict, connection.Certificate),
    ];

    /// <summary>Adds what is known of a peer where there is no connection.</summary>
    public static void AddPeer(Activity activity, PeerRole peer, PeerVerdict verdict, PeerCertificate? certificate)
    {
        foreach (var (name, value) in OfPeer(peer, verdict, certificate)) activity.SetTag(name, value);
    }

    private static IEnumerable<KeyValuePair<string, object?>> OfPeer(PeerRole peer, PeerVerdict verdict, PeerCertificate? certificate)
    {
        var role = peer.Name();
        yield return new($"mtls.{role}.verdict", verdict.Code);
        if (!verdict.IsAccepted) yield return new($"mtls.{role}.explanation", verdict.Explanation);
        if (verdict.Warnings.Count > 0) yield return new($"mtls.{role}.warnings", string.Join("; ", verdict.Warnings.Select(warning => warning.ToString())));
        if (certificate is null) yield break;

        yield return new($"tls.{role}.subject", certificate.Subject);
        yield return new($"tls.{role}.issuer", certificate.Issuer);
        yield return new($"tls.{role}.not_before", certificate.NotBeforeText);
        yield return new($"tls.{role}.not_after", certificate.NotAfterText);
        yield return new($"tls.{role}.hash.sha256", certificate.Sha256);
        yield return new($"mtls.{role}.serial_number", certificate.SerialNumber);
        if (certificate.SpiffeId is { } spiffeId) yield return new($"mtls.{role}.spiffe_id", spiffeId);
    }
}
