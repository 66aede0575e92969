using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A client claims, by the headers of proxies, to have been seen with somebody's certificate: ignored. Only the connection's own
/// certificate counts.
/// </summary>
public sealed class Row32_Forwarded_header_spoof : MatrixTest
{
    [Theory]
    [MemberData(nameof(TheTlsVersions))]
    public async Task A_client_without_certificate_is_none_the_richer_for_headers(SslProtocols protocol)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var victim = Pki.IssueClient();

        var seen = await server.GetAsync(HandshakeMode.Explain, protocol, "/client1", leaf: null, Spoof(victim.ExportCertificatePem()));

        AssertRefused("certificate_missing", seen, protocol, HandshakeMode.Explain);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_certificate_stays_who_it_is(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var victim = Pki.IssueClient("client1");
        using var thief = Pki.IssueClient("client2");

        var seen = await server.GetAsync(mode, protocol, "/client1", thief, Spoof(victim.ExportCertificatePem()));

        AssertForbidden(seen, protocol, mode);
    }

    public static TheoryData<SslProtocols> TheTlsVersions => LockTwoCases;

    private static string[] Spoof(string pem)
    {
        var url = Uri.EscapeDataString(pem);
        var base64 = string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal))).Trim();
        return
        [
            $"X-Client-Cert: {base64}",
            $"X-ARR-ClientCert: {base64}",
            $"X-SSL-CERT: {url}",
            $"X-Forwarded-Client-Cert: Cert=\"{url}\";Subject=\"CN=client1\";URI=spiffe://mtls.localhost/client1",
            $"Client-Cert: :{base64}:",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: https",
        ];
    }
}
