using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// Endpoints for everybody beside endpoints for known clients: on an address that explains, who has no certificate gets the former and a
/// reason for not getting the latter; on one that requires, neither.
/// </summary>
public sealed class Row33_Optional_certificate : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task An_open_endpoint_is_open_where_handshakes_complete(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);

        var open = await server.GetAsync(mode, protocol, "/verdict", leaf: null);
        var closed = await server.GetAsync(mode, protocol, "/claims", leaf: null);

        Record(lockNumber: 1, protocol, mode, mode == HandshakeMode.Explain ? "200 where open" : "certificate_missing", open);
        Assert.Equal("certificate_missing", open.Reason);
        if (mode == HandshakeMode.Explain) Assert.Equal("HTTP/1.1 200 OK", open.PeerSees);
        else Assert.DoesNotContain("HTTP/1.1", open.PeerSees, StringComparison.Ordinal);
        AssertRefused("certificate_missing", closed, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_good_client_gets_both(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();

        AssertAccepted(await server.GetAsync(mode, protocol, "/verdict", leaf), protocol, mode);
        AssertAccepted(await server.GetAsync(mode, protocol, "/claims", leaf), protocol, mode);
    }
}
