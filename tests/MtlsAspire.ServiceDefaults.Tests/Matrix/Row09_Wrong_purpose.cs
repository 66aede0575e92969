using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate for the other end: its extended key usage lacks the purpose that is asked for.</summary>
public sealed class Row09_Wrong_purpose : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_servers_certificate_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Profile = CertificateProfile.Server });

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("wrong_purpose", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_a_clients_certificate_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Profile = CertificateProfile.Client });

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("wrong_purpose", seen, protocol);
    }
}
