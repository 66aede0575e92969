using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A chain that leads to a root which is none of our trust anchors. Its CAs bear the names of ours, so that it is the keys that
/// decide. The platform's chain building calls this and row 7 the same.
/// </summary>
public sealed class Row05_Untrusted_root : MatrixTest
{
    private readonly TestPki _foreign = new();

    public override void Dispose()
    {
        _foreign.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_of_another_PKI_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = _foreign.IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, _foreign.Issuing.Certificate);

        AssertRefused("unknown_ca", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_of_another_PKI_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = _foreign.IssueServer();

        var seen = await client.TryAsync(protocol, leaf, _foreign.Issuing.Certificate);

        AssertRefused("unknown_ca", seen, protocol);
    }
}
