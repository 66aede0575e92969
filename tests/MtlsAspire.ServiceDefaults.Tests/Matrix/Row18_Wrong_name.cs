using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A good certificate of somebody else: a server of another host is refused in the handshake; a client that is not on an endpoint's list
/// is told so by 403.
/// </summary>
public sealed class Row18_Wrong_name : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_is_not_on_the_list_is_forbidden(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var listed = Pki.IssueClient("client1");
        using var other = Pki.IssueClient("client2");

        AssertAccepted(await server.GetAsync(mode, protocol, "/client1", listed), protocol, mode);
        AssertForbidden(await server.GetAsync(mode, protocol, "/client1", other), protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_of_another_host_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "wrong.test"));

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("name_mismatch", seen, protocol);
        Assert.Contains("localhost", seen.Explanation, StringComparison.Ordinal);
    }
}
