using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>
/// The attributes of OpenTelemetry's TLS registry that we set, and <c>mtls.*</c> for what it has none for.
/// </summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/tls/</remarks>
internal static class TlsAttributes
{
    public static KeyValuePair<string, object?>[] Of(PeerRole peer, TlsConnection connection)
    {
        var role = peer == PeerRole.Client ? "client" : "server";
        var attributes = new List<KeyValuePair<string, object?>>
        {
            new("tls.protocol.name", "tls"),
            new("tls.protocol.version", connection.ProtocolVersion),
            new("tls.cipher", connection.CipherSuite),
            new($"mtls.{role}.verdict", connection.Verdict.Code),
        };
        if (connection.Certificate is { } certificate)
        {
            attributes.AddRange(
            [
                new($"tls.{role}.subject", certificate.Subject),
                new($"tls.{role}.issuer", certificate.Issuer),
                new($"tls.{role}.not_before", certificate.NotBeforeText),
                new($"tls.{role}.not_after", certificate.NotAfterText),
                new($"tls.{role}.hash.sha256", certificate.Sha256),
            ]);
        }

        return [.. attributes];
    }
}
