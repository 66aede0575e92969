using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate whose time has not come.</summary>
public sealed class Row04_Not_yet_valid : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_of_tomorrow_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Validity = TestPki.NotYetValid });

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("certificate_not_yet_valid", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_of_tomorrow_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Validity = TestPki.NotYetValid });

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("certificate_not_yet_valid", seen, protocol);
    }
}
