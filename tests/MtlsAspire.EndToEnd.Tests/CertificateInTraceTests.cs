using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

[Collection(SharedAppHostGroup.Name)]
public sealed class CertificateInTraceTests(SharedAppHost appHost)
{
    private const string Iso8601 = "yyyy-MM-ddTHH:mm:ss.fffZ";

    [Theory]
    [InlineData("client1", "storage")]
    [InlineData("client2", "processing")]
    public async Task The_servers_span_carries_the_certificate_that_lies_on_disk(string client, string box)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(appHost.Running.Certs, $"{client}.crt"));
        using var telemetry = appHost.Running.Telemetry();

        var span = await telemetry.WaitForSpanAsync(
            box, s => s.Kind == DashboardSpan.Server && s["tls.client.subject"] == certificate.Subject && s["http.route"] == "/whoami");

        Assert.Equal(certificate.Issuer, span["tls.client.issuer"]);
        Assert.Equal(Utc(certificate.NotBefore), span["tls.client.not_before"]);
        Assert.Equal(Utc(certificate.NotAfter), span["tls.client.not_after"]);
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), span["tls.client.hash.sha256"]);
        Assert.Equal("1.3", span["tls.protocol.version"]);
        Assert.StartsWith("TLS_", span["tls.cipher"], StringComparison.Ordinal);
        Assert.Equal("200", span["http.response.status_code"]);
        Assert.Equal("GET /whoami", span.Name);
    }

    [Theory]
    [InlineData("client1", "storage")]
    [InlineData("client2", "processing")]
    public async Task Client_and_server_share_one_trace(string client, string box)
    {
        using var telemetry = appHost.Running.Telemetry();
        // Other tests call with the same certificate, by clients that do not trace; a call of our client has a parent.
        var serverSpan = await telemetry.WaitForSpanAsync(
            box,
            s => s.Kind == DashboardSpan.Server && s.ParentSpanId is not null && s["tls.client.subject"]?.Contains($"CN={client}", StringComparison.Ordinal) == true);

        var trace = await telemetry.WaitForTraceAsync(serverSpan.TraceId, spans => spans.Any(s => s.SpanId == serverSpan.ParentSpanId));

        var parent = trace.Single(s => s.SpanId == serverSpan.ParentSpanId);
        Assert.Equal(client, parent.Resource);
        Assert.Equal(DashboardSpan.Client, parent.Kind);
    }

    [Fact]
    public async Task The_clients_span_carries_the_servers_certificate()
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(appHost.Running.Certs, "storage.crt"));
        using var telemetry = appHost.Running.Telemetry();

        var span = await telemetry.WaitForSpanAsync("client1", s => s.Kind == DashboardSpan.Client && s["tls.server.subject"] is not null);

        Assert.Equal(certificate.Subject, span["tls.server.subject"]);
        Assert.Equal(certificate.Issuer, span["tls.server.issuer"]);
        Assert.Equal(Utc(certificate.NotAfter), span["tls.server.not_after"]);
    }

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString(Iso8601, CultureInfo.InvariantCulture);
}
