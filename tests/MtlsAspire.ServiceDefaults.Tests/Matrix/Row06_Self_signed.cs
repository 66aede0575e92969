using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate for which nobody vouches but its holder.</summary>
public sealed class Row06_Self_signed : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_vouches_for_itself_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = CertificateAuthority.IssueSelfSigned(LeafRequest.Client("client1"));

        var seen = await server.TryAsync(mode, protocol, leaf);

        AssertRefused("unknown_ca", seen, protocol, mode);
        Assert.Contains("self-signed", seen.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_vouches_for_itself_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = CertificateAuthority.IssueSelfSigned(LeafRequest.Server("server", "localhost"));

        var seen = await client.TryAsync(protocol, leaf);

        AssertRefused("unknown_ca", seen, protocol);
        Assert.Contains("self-signed", seen.Explanation, StringComparison.Ordinal);
    }
}
