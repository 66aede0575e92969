using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate without extended key usage is good for anything by RFC 5280, and .NET lets it pass; we refuse it, unless a setting
/// allows it.
/// </summary>
public sealed class Row10_No_purpose : MatrixTest
{
    private const string Allowance = "--MutualTls:Validation:Allow:MissingExtendedKeyUsage=true";

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_for_anything_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Profile = CertificateProfile.Client with { ExtendedKeyUsages = [] } });

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("wrong_purpose", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task It_is_accepted_where_the_setting_allows_it(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, Allowance);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Profile = CertificateProfile.Client with { ExtendedKeyUsages = [] } });

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_for_anything_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Profile = CertificateProfile.Server with { ExtendedKeyUsages = [] } });

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("wrong_purpose", seen, protocol);
    }
}
