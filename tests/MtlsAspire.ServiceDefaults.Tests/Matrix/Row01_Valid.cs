using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate that is in order: the peer is accepted, and its identity is on the span.</summary>
public sealed class Row01_Valid : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_good_client_is_accepted(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_good_server_is_accepted(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.IssueServer();

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol);
    }
}
